namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Rate limits of the Machines API, per action and machine (or app, for create and list).</summary>
public sealed record RateLimits
{
    /// <summary>Calls a second of most actions; default 1.</summary>
    public double PerSecond { get; init; } = 1;

    /// <summary>Calls at once of most actions; default 3.</summary>
    public double Burst { get; init; } = 3;

    /// <summary>Calls a second of <em>get machine</em>; default 5.</summary>
    public double GetPerSecond { get; init; } = 5;

    /// <summary>Calls at once of <em>get machine</em>; default 10.</summary>
    public double GetBurst { get; init; } = 10;

    /// <summary>No limits, for tests of other things.</summary>
    public static RateLimits None { get; } =
        new() { PerSecond = 1e9, Burst = 1e9, GetPerSecond = 1e9, GetBurst = 1e9 };
}
