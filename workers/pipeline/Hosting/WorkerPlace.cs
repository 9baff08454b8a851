namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>Where this process runs: what the platform says, else this computer.</summary>
/// <param name="Region">The Fly region (<c>FLY_REGION</c>), else <c>local</c>.</param>
/// <param name="Machine">The Fly machine id (<c>FLY_MACHINE_ID</c>), else the host's name.</param>
/// <param name="App">The Fly app (<c>FLY_APP_NAME</c>), else <c>pipeline</c>.</param>
/// <param name="IsPrimary">Whether the region is the app's primary one (<c>PRIMARY_REGION</c>).</param>
internal sealed record WorkerPlace(string Region, string Machine, string App, bool IsPrimary)
{
    private const string Nowhere = "local";

    /// <summary>The Fly region; null where this is no Fly machine.</summary>
    public string? FlyRegion => Region == Nowhere ? null : Region;

    /// <summary>The identity that Temporal shows for this worker's polls and tasks.</summary>
    public string Identity => $"{Region}/{Machine}@{App}";

    /// <summary>Reads it from the environment.</summary>
    public static WorkerPlace Load(Func<string, string?> read)
    {
        var region = read("FLY_REGION") is { Length: > 0 } set ? set : Nowhere;
        return new(
            region,
            read("FLY_MACHINE_ID") is { Length: > 0 } machine ? machine : Environment.MachineName,
            read("FLY_APP_NAME") is { Length: > 0 } app ? app : "pipeline",
            read("PRIMARY_REGION") == region);
    }
}
