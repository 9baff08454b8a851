using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Policies;

/// <summary>What a retry policy must be, and what it is where it does not say: after 1 s, doubling, at most 100 times the first pause, for
/// ever.</summary>
internal static class RetryPolicyRule
{
    private const double DefaultCoefficient = 2;
    private const int DefaultMaximumFactor = 100;
    private const string TimeoutPrefix = "TemporalTimeout:";
    private static readonly TimeSpan DefaultInitialInterval = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with a policy; null if nothing is. Then what it does not say is filled in.</summary>
    public static string? Fault(RetryPolicy policy)
    {
        if (policy.MaximumAttempts == 1)
        {
            // There is nothing to retry: the rest does not matter, and what is no interval is dropped.
            if (DurationRule.Fault(policy.InitialInterval) is not null) policy.InitialInterval = null;
            if (DurationRule.Fault(policy.MaximumInterval) is not null) policy.MaximumInterval = null;
            Complete(policy);
            return null;
        }
        if (DurationRule.Fault(policy.InitialInterval) is { } initial) return $"invalid InitialInterval set on retry policy: {initial}";
        if (policy.BackoffCoefficient != 0 && !(policy.BackoffCoefficient >= 1))
            return "BackoffCoefficient cannot be less than 1 on retry policy.";
        if (DurationRule.Fault(policy.MaximumInterval) is { } maximum) return $"invalid MaximumInterval set on retry policy: {maximum}";
        Complete(policy);
        if (policy.MaximumInterval.ToTimeSpan() < policy.InitialInterval.ToTimeSpan())
            return "MaximumInterval cannot be less than InitialInterval on retry policy.";
        if (policy.MaximumAttempts < 0) return "MaximumAttempts cannot be negative on retry policy.";
        return policy.NonRetryableErrorTypes.FirstOrDefault(IsNoTimeout) is { } wrong
            ? $"Invalid timeout type value: {wrong[TimeoutPrefix.Length..]}." : null;
    }

    /// <summary>Fills in what a policy does not say.</summary>
    public static RetryPolicy Complete(RetryPolicy policy)
    {
        if (IsUnset(policy.InitialInterval)) policy.InitialInterval = Duration.FromTimeSpan(DefaultInitialInterval);
        if (policy.BackoffCoefficient == 0) policy.BackoffCoefficient = DefaultCoefficient;
        if (IsUnset(policy.MaximumInterval))
            policy.MaximumInterval = Duration.FromTimeSpan(policy.InitialInterval.ToTimeSpan() * DefaultMaximumFactor);
        return policy;
    }

    private static bool IsUnset(Duration? interval) => interval is null or { Seconds: 0, Nanos: 0 };

    private static bool IsNoTimeout(string type) => type.StartsWith(TimeoutPrefix, StringComparison.Ordinal)
        && !(System.Enum.TryParse<TimeoutType>(type.AsSpan(TimeoutPrefix.Length), out var timeout) && timeout != TimeoutType.Unspecified);
}
