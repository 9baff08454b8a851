namespace PipAi.LocalCloud.Fly.Config;

/// <summary>How a machine is asked to end.</summary>
/// <param name="Signal">Signal number; default SIGINT, 2.</param>
/// <param name="Timeout">How long it may take before it is killed; default 5 s, at most 300 s. Null is the default.</param>
internal sealed record StopConfig(int Signal = 2, TimeSpan? Timeout = null)
{
    /// <summary>The timeout that holds.</summary>
    public TimeSpan EffectiveTimeout => Timeout ?? TimeSpan.FromSeconds(5);
}
