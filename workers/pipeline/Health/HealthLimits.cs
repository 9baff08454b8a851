namespace PipAi.Workers.Pipeline.Health;

/// <summary>After which silence something is called broken.</summary>
internal static class HealthLimits
{
    /// <summary>How long Temporal holds a poll open for which it has no task, before it answers that there is none.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(60);

    /// <summary>
    /// No poll answered for so long: one period, the SDK's longest pause between two tries (10 s), and as much for the way.
    /// </summary>
    public static readonly TimeSpan Silence = Poll + TimeSpan.FromSeconds(20);

    /// <summary>No poll open for so long. Between the answer to one and the next there are milliseconds.</summary>
    public static readonly TimeSpan Stopped = TimeSpan.FromSeconds(10);

    /// <summary>No bucket answered for so long: longer than it takes to ask all of them, each to its limit, twice.</summary>
    public static readonly TimeSpan Storage = TimeSpan.FromSeconds(60);
}
