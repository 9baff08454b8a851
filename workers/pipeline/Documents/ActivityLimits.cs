namespace PipAi.Workers.Pipeline.Documents;

/// <summary>How long one attempt may take; the workflow, the calls within the attempt and the watchdog agree on it here.</summary>
internal static class ActivityLimits
{
    /// <summary>One attempt, from start to answer. Longer than the slowest parse with a full queue before it.</summary>
    public static readonly TimeSpan StartToClose = TimeSpan.FromMinutes(3);

    /// <summary>
    /// At how many attempts a document that an instance gave up as too slow is given up for good: another instance had its turn.
    /// </summary>
    public const int SlowAttempts = 2;

    /// <summary>The largest document a worker takes, in bytes: 50 MiB, what the parsing service takes.</summary>
    public const long DocumentBytes = 50L * 1024 * 1024;

    private static readonly TimeSpan LongestParse = TimeSpan.FromSeconds(120);

    /// <summary>
    /// One call of the parsing service for a document of this size, waiting in its queue included: longer than the service itself gives
    /// such a document (10 s of processor time and 30 s for each MiB, 90 s in all), so that it can say why it gave up.
    /// </summary>
    public static TimeSpan Parse(long bytes) => Shorter(LongestParse, TimeSpan.FromSeconds(25 + (30 * Mebibytes(bytes))));

    /// <summary>
    /// How long an instance is waited for before another one is asked as well. A MiB of dense PDF pages takes 7 s (2026-11-23).
    /// </summary>
    public static TimeSpan ParseAlone(long bytes) => Shorter(LongestParse / 2, TimeSpan.FromSeconds(5 + (15 * Mebibytes(bytes))));

    private static double Mebibytes(long bytes) => bytes / (1024.0 * 1024);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
