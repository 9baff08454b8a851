using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;

namespace PipAi.LocalCloud.Temporal.Lifecycle;

/// <summary>Whether a workflow that failed runs again from its beginning. Without a retry policy of its own it does not.</summary>
internal static class WorkflowRetry
{
    private static readonly TimeSpan ShortestRhythm = TimeSpan.FromSeconds(1);

    /// <summary>The run that follows, with the id it will have; or why none follows.</summary>
    public static (StartWorkflowParameters? Order, string? RunId, RetryState State) After(Run run, Failure failure, DateTimeOffset now)
    {
        if (run.Started.RetryPolicy is null) return (null, null, RetryState.RetryPolicyNotSet);
        var left = run.Expiry - now;
        var decision = RetryDecision.After(RetryDecision.WithDefaults(run.Started.RetryPolicy), run.Started.Attempt, failure, left);
        if (decision.Pause is not { } pause) return (null, null, decision.State);
        var again = run.Started.Clone();
        again.Attempt++;
        again.Identity = "";
        again.ContinuedExecutionRunId = run.Key.RunId;
        again.Initiator = ContinueAsNewInitiator.Retry;
        again.ContinuedFailure = failure;
        var order = new StartWorkflowParameters
        {
            Namespace = run.Key.Namespace,
            WorkflowId = run.Key.WorkflowId,
            Attributes = again,
            Delay = Duration.FromTimeSpan(AtLeast(run, pause, now)),
        };
        return (order, Guid.NewGuid().ToString(), RetryState.InProgress);
    }

    /// <summary>The same for a run that took too long; no other follows when the time for all of them is over.</summary>
    public static (StartWorkflowParameters? Order, string? RunId, RetryState State) AfterTimeout(Run run, DateTimeOffset now) =>
        run.Expiry <= now
            ? (null, null, RetryState.Timeout)
            : After(run, new Failure
            {
                Message = "workflow timeout",
                Source = "Server",
                TimeoutFailureInfo = new() { TimeoutType = TimeoutType.StartToClose },
            }, now);

    /// <summary>The pause before the run that follows: a workflow's runs begin a second apart at least, so that none spins.</summary>
    public static TimeSpan AtLeast(Run run, TimeSpan pause, DateTimeOffset now)
    {
        var lasted = now - run.Summary.ExecutesAt;
        return lasted + pause < ShortestRhythm ? ShortestRhythm - lasted : pause;
    }
}
