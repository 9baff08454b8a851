namespace PipAi.Providers.TemporalCloud.Settings;

/// <summary>What the provider takes from the machine it runs on. Tests put their own in.</summary>
internal sealed record CloudProviderEnvironment
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>How long a call may take.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A number from 0 up to 1, to spread repeated requests over time.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;
}
