using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>Whether a workflow that failed runs again from its beginning. Without a retry policy of its own it does not.</summary>
internal static class WorkflowRetry
{
    /// <summary>The run that follows, with the id it will have; or why none follows.</summary>
    public static (RunOrder? Order, string? RunId, RetryState State) After(Run run, Failure failure, DateTimeOffset now)
    {
        if (run.Started.RetryPolicy is null) return (null, null, RetryState.RetryPolicyNotSet);
        var left = run.Started.WorkflowExecutionExpirationTime?.ToDateTimeOffset() - now;
        var decision = RetryDecision.After(RetryDecision.WithDefaults(run.Started.RetryPolicy), run.Started.Attempt, failure, left);
        if (decision.Pause is not { } pause) return (null, null, decision.State);
        var again = run.Started.Clone();
        again.Attempt++;
        again.ContinuedExecutionRunId = run.Key.RunId;
        again.Initiator = ContinueAsNewInitiator.Retry;
        again.ContinuedFailure = failure;
        var order = new RunOrder
        {
            Namespace = run.Key.Namespace,
            WorkflowId = run.Key.WorkflowId,
            Attributes = again,
            UserMetadata = run.Events[0].UserMetadata,
            Delay = Duration.FromTimeSpan(pause),
        };
        return (order, Guid.NewGuid().ToString(), RetryState.InProgress);
    }

    /// <summary>The same for a run that took too long.</summary>
    public static (RunOrder? Order, string? RunId, RetryState State) AfterTimeout(Run run, DateTimeOffset now) => After(run, new Failure
    {
        Message = "workflow timeout",
        Source = "Server",
        TimeoutFailureInfo = new() { TimeoutType = TimeoutType.StartToClose },
    }, now);
}
