using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Policies;

/// <summary>The timeouts of a run, fitted into each other as Temporal fits them. Zero means none.</summary>
internal static class RunTimeouts
{
    private static readonly TimeSpan DefaultOfTask = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestOfTask = TimeSpan.FromMinutes(2);

    /// <summary>A timeout, or null for none.</summary>
    public static TimeSpan? Of(Duration? timeout) => timeout?.ToTimeSpan() is { } set && set > TimeSpan.Zero ? set : null;

    /// <summary>A run takes at most what the whole may take, a task what the run may, and never more than two minutes.</summary>
    public static void Fit(WorkflowExecutionStartedEventAttributes started)
    {
        var whole = Of(started.WorkflowExecutionTimeout);
        var run = Least(Of(started.WorkflowRunTimeout), whole);
        var task = Least(Least(Of(started.WorkflowTaskTimeout) ?? DefaultOfTask, LongestOfTask), run);
        started.WorkflowRunTimeout = Written(run, started.WorkflowRunTimeout);
        started.WorkflowTaskTimeout = Written(task, started.WorkflowTaskTimeout);
    }

    /// <summary>The shorter of two; one that is not set limits nothing.</summary>
    public static TimeSpan? Least(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;

    /// <summary>As histories write it: as it was asked for, if it is that; what was not set stays so.</summary>
    public static Duration? Written(TimeSpan? timeout, Duration? asked) =>
        timeout == Of(asked) ? asked : timeout is { } set ? Duration.FromTimeSpan(set) : new Duration();
}
