using System.Collections.Immutable;
using PipAi.Operations.Load;
using PipAi.Operations.Verification;

namespace PipAi.Operations.Drills;

/// <summary>What a drill measured.</summary>
internal sealed record DrillReport
{
    /// <summary>Kind of drill, such as <c>region</c>.</summary>
    public required string Drill { get; init; }

    /// <summary>Which part of a drill that has several, such as <c>temporal</c>; null for its main one.</summary>
    public string? Part { get; init; }

    /// <summary>What was broken, by name.</summary>
    public required string Subject { get; init; }

    /// <summary>What was broken, as a sentence without its end.</summary>
    public required string Broken { get; init; }

    /// <summary>What counts as noticed, as a sentence without its end.</summary>
    public required string NoticedWhen { get; init; }

    /// <summary>Longest recovery that the stack promises; null where it promises none.</summary>
    public required TimeSpan? Target { get; init; }

    /// <summary>Why there is no target.</summary>
    public string? WithoutTarget { get; init; }

    /// <summary>From the fault until the platform had noticed; null: it showed nothing.</summary>
    public required TimeSpan? Detection { get; init; }

    /// <summary>
    /// From the moment when the fault was in force until every document of before it and the first three that were sent after it
    /// were answered; null: never.
    /// </summary>
    public required TimeSpan? Recovery { get; init; }

    /// <summary>
    /// From the end of the fault until every declared machine was healthy and every replica had every object; null: not within the drill's
    /// patience.
    /// </summary>
    public required TimeSpan? Restoration { get; init; }

    /// <summary>The moments, as they followed each other.</summary>
    public required ImmutableArray<TimelineEntry> Timeline { get; init; }

    /// <summary>Documents sent during the drill.</summary>
    public required int Submitted { get; init; }

    /// <summary>Documents answered.</summary>
    public required int Completed { get; init; }

    /// <summary>Documents without an answer, with the reason: taken and lost, or never taken.</summary>
    public required ImmutableArray<string> Lost { get; init; }

    /// <summary>How often a document was not taken at first, and sent again by its client.</summary>
    public required int Refusals { get; init; }

    /// <summary>Documents whose work was given out more than once.</summary>
    public required int TriedAgain { get; init; }

    /// <summary>Documents that ran more than once.</summary>
    public required int Repeated { get; init; }

    /// <summary>Documents of which more than one result was stored.</summary>
    public required int DuplicateResults { get; init; }

    /// <summary>How long documents took from their submission to their answer.</summary>
    public required Latencies? Latency { get; init; }

    /// <summary>Requests to the public addresses.</summary>
    public required ImmutableArray<Traffic> Requests { get; init; }

    /// <summary>What replicas did not have yet when the fault was in force.</summary>
    public required ReplicaGap? Replicas { get; init; }

    /// <summary>What kept the platform from being whole; null when it is.</summary>
    public required string? NotWhole { get; init; }

    /// <summary>What the last verification found.</summary>
    public required ImmutableArray<CheckResult> FailedChecks { get; init; }

    /// <summary>Why the drill was ended before its time; null when it was not.</summary>
    public required string? Stopped { get; init; }

    /// <summary>What a drill cannot count yet.</summary>
    public ImmutableArray<string> NotCounted { get; init; } = ["entries of the document index that disagree: there is no index yet"];

    /// <summary>Recovered within the target, nothing lost, everything restored and verified.</summary>
    public bool Passed => Recovery is { } recovery && !(recovery > Target) && Lost.IsEmpty && Restoration is not null
        && FailedChecks.IsEmpty && Stopped is null;
}
