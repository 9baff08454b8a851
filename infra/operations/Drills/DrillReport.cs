using System.Collections.Immutable;

namespace PipAi.Operations.Drills;

/// <summary>What a drill measured.</summary>
internal sealed record DrillReport
{
    /// <summary>Kind of drill, such as <c>region</c>.</summary>
    public required string Drill { get; init; }

    /// <summary>What was broken.</summary>
    public required string Subject { get; init; }

    /// <summary>Longest recovery that the stack promises.</summary>
    public required TimeSpan Target { get; init; }

    /// <summary>
    /// From the moment when the fault was in force until every document of before it and the first three that were sent after it
    /// were answered; null: never.
    /// </summary>
    public required TimeSpan? Recovery { get; init; }

    /// <summary>From the end of the fault until every declared machine was healthy again; null: not within the drill's patience.</summary>
    public required TimeSpan? Restoration { get; init; }

    /// <summary>Documents sent during the drill.</summary>
    public required int Submitted { get; init; }

    /// <summary>Documents answered.</summary>
    public required int Completed { get; init; }

    /// <summary>Documents taken and never answered, with the reason.</summary>
    public required ImmutableArray<string> Lost { get; init; }

    /// <summary>Longest wait of a single document.</summary>
    public required TimeSpan SlowestDocument { get; init; }

    /// <summary>Recovered within the target, nothing lost, everything restored.</summary>
    public bool Passed => Recovery is { } recovery && recovery <= Target && Lost.IsEmpty && Restoration is not null;
}
