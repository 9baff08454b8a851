using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;

namespace PipAi.LocalCloud.Temporal.Policies;

/// <summary>Whether a failed attempt is followed by another: after which pause, or why not.</summary>
/// <param name="Pause">The pause before the next attempt; null if there is none.</param>
/// <param name="State">Why there is none.</param>
internal readonly record struct RetryDecision(TimeSpan? Pause, RetryState State)
{
    /// <summary>The policy with Temporal's defaults filled in.</summary>
    public static RetryPolicy WithDefaults(RetryPolicy? asked) => RetryPolicyRule.Complete(asked?.Clone() ?? new RetryPolicy());

    /// <summary>Decides after <paramref name="attempt"/> failed; <paramref name="timeLeft"/> is what the whole may still take.</summary>
    public static RetryDecision After(RetryPolicy policy, int attempt, Failure failure, TimeSpan? timeLeft)
    {
        if (IsFinal(policy, failure)) return new(null, RetryState.NonRetryableFailure);
        if (policy.MaximumAttempts > 0 && attempt >= policy.MaximumAttempts) return new(null, RetryState.MaximumAttemptsReached);
        var pause = failure.ApplicationFailureInfo?.NextRetryDelay?.ToTimeSpan() ?? BackOff(policy, attempt);
        return pause > timeLeft ? new(null, RetryState.Timeout) : new(pause, RetryState.InProgress);
    }

    private static bool IsFinal(RetryPolicy policy, Failure failure) => failure.FailureInfoCase switch
    {
        Failure.FailureInfoOneofCase.ApplicationFailureInfo => failure.ApplicationFailureInfo.NonRetryable
            || policy.NonRetryableErrorTypes.Contains(failure.ApplicationFailureInfo.Type),
        Failure.FailureInfoOneofCase.TerminatedFailureInfo or Failure.FailureInfoOneofCase.CanceledFailureInfo => true,
        Failure.FailureInfoOneofCase.TimeoutFailureInfo =>
            failure.TimeoutFailureInfo.TimeoutType is not (TimeoutType.StartToClose or TimeoutType.Heartbeat)
                || policy.NonRetryableErrorTypes.Contains($"TemporalTimeout:{failure.TimeoutFailureInfo.TimeoutType}"),
        Failure.FailureInfoOneofCase.ServerFailureInfo => failure.ServerFailureInfo.NonRetryable,
        _ => false,
    };

    private static TimeSpan BackOff(RetryPolicy policy, int attempt)
    {
        var seconds = policy.InitialInterval.ToTimeSpan().TotalSeconds * Math.Pow(policy.BackoffCoefficient, Math.Max(0, attempt - 1));
        return TimeSpan.FromSeconds(Math.Min(seconds, policy.MaximumInterval.ToTimeSpan().TotalSeconds));
    }
}
