using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Drills;

/// <summary>One experiment: what is broken, within which time the platform must work again, and what shows that it was noticed.</summary>
internal sealed record DrillScenario
{
    /// <summary>Kind of drill, such as <c>region</c>.</summary>
    public required string Drill { get; init; }

    /// <summary>Which part of a drill that has several, such as <c>temporal</c>; null for its main one.</summary>
    public string? Part { get; init; }

    /// <summary>What is broken, by name: <c>iad</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What is broken, as a sentence without its end.</summary>
    public required string Broken { get; init; }

    /// <summary>Longest recovery that the stack promises; null where it promises none.</summary>
    public required TimeSpan? Target { get; init; }

    /// <summary>Why there is no target.</summary>
    public string? WithoutTarget { get; init; }

    /// <summary>What is set, in this order, and taken back in the other.</summary>
    public required ImmutableArray<DrillFault> Faults { get; init; }

    /// <summary>A person's mistake, which is put right by a restore and not by itself; null for a fault.</summary>
    public IDrillAccident? Accident { get; init; }

    /// <summary>How long it stays broken; null until work flows again.</summary>
    public TimeSpan? Lasts { get; init; }

    /// <summary>After this work is not waited for any longer.</summary>
    public TimeSpan Patience => Lasts is { } lasts ? lasts * 4 : (Target ?? TimeSpan.FromMinutes(2)) * 2;

    /// <summary>The machines that it hits: Fly may show that one of them is not well.</summary>
    public required Func<FleetMachine, bool> Hits { get; init; }

    /// <summary>The AWS region that documents no longer come from and go to; null where storage is not hit.</summary>
    public string? HitStorage { get; init; }

    /// <summary>Whether it counts as noticed that a document is not taken.</summary>
    public bool RefusalTells { get; init; }

    /// <summary>What counts as noticed, as a sentence without its end.</summary>
    public required string NoticedWhen { get; init; }
}
