namespace PipAi.Operations.Platform;

/// <summary>Something of the platform could not be asked, or did not take a call: which, and what its client said.</summary>
internal sealed class PlatformCallException(string what, string why, bool timedOut, bool refused, Exception inner)
    : Exception($"{what}: {why.TrimEnd('.')}.", inner)
{
    /// <summary>No answer came in time.</summary>
    public bool TimedOut { get; } = timedOut;

    /// <summary>The credentials were not accepted.</summary>
    public bool Refused { get; } = refused;
}
