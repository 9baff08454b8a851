using Google.Protobuf.WellKnownTypes;

namespace PipAi.LocalCloud.Temporal.Policies;

/// <summary>What a duration must be. Other parts of the service take for granted that it was checked.</summary>
internal static class DurationRule
{
    private const int NanosecondsOfASecond = 1_000_000_000;

    /// <summary>What is wrong with a duration; null if nothing is. One that is too long is cut, as the server does.</summary>
    public static string? Fault(Duration? duration)
    {
        if (duration is null) return null;
        var (seconds, nanoseconds) = (duration.Seconds, duration.Nanos);
        if (seconds > 0 && nanoseconds < 0 || seconds < 0 && nanoseconds > 0) return "duration has seconds and nanos with different signs";
        if (seconds < 0 || nanoseconds < 0) return "negative duration";
        if (nanoseconds < NanosecondsOfASecond && seconds < Limits.DurationSeconds) return null;
        // The package's own arithmetic throws where nanoseconds make a second or more.
        seconds = Math.Min(seconds, Limits.DurationSeconds) + nanoseconds / NanosecondsOfASecond;
        (duration.Seconds, duration.Nanos) = seconds < Limits.DurationSeconds
            ? (seconds, nanoseconds % NanosecondsOfASecond)
            : (Limits.DurationSeconds, 0);
        return null;
    }
}
