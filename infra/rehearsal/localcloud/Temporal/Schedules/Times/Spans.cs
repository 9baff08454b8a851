using Google.Protobuf.WellKnownTypes;

namespace PipAi.LocalCloud.Temporal.Schedules.Times;

/// <summary>Durations of requests, which may be longer than any that .NET has.</summary>
internal static class Spans
{
    private const long MostSeconds = 1L << 36;
    private const int NanosecondsPerTick = 100;

    /// <summary>A duration; none is zero, one beyond two thousand years is cut to it.</summary>
    public static TimeSpan Of(Duration? duration) => duration is null
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(SecondsOf(duration)) + TimeSpan.FromTicks(duration.Nanos / NanosecondsPerTick);

    /// <summary>Its whole seconds.</summary>
    public static long SecondsOf(Duration? duration) => Math.Clamp(duration?.Seconds ?? 0, -MostSeconds, MostSeconds);
}
