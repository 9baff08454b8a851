namespace PipAi.Workers.Pipeline.Activities;

/// <summary>How long one attempt may take; the workflow, the calls within the attempt and the watchdog agree on it here.</summary>
internal static class ActivityLimits
{
    /// <summary>One attempt, from start to answer. Longer than the slowest parse with a full queue before it.</summary>
    public static readonly TimeSpan StartToClose = TimeSpan.FromMinutes(3);

    /// <summary>One call of the parsing service, waiting in its queue included.</summary>
    public static readonly TimeSpan Parse = TimeSpan.FromSeconds(120);

    /// <summary>After how many attempts a document that is too slow to parse is given up: a busy service is no reason, a bomb is.</summary>
    public const int SlowAttempts = 5;

    /// <summary>The largest document a worker takes, in bytes: 50 MiB, what the parsing service takes.</summary>
    public const long DocumentBytes = 50L * 1024 * 1024;
}
