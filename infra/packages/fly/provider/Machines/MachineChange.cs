using PipAi.Plugins.Diffing;

namespace PipAi.Providers.Fly.Machines;

/// <summary>Which parts of a machine change, and so how much must happen to it.</summary>
internal sealed record MachineChange
{
    /// <summary>The process must run with another configuration: it restarts.</summary>
    public required bool Restart { get; init; }

    /// <summary>Labels change, which needs no restart.</summary>
    public required bool Labels { get; init; }

    /// <summary>It is to get traffic, or to get none.</summary>
    public required bool Cordon { get; init; }

    /// <summary>It is to be started or stopped.</summary>
    public required bool State { get; init; }

    /// <summary>Nothing changes.</summary>
    public bool IsNone => !(Restart || Labels || Cordon || State);

    /// <summary>Compares inputs in their normal form.</summary>
    public static MachineChange Between(PropertyMap before, PropertyMap after)
    {
        var diff = InputDiff.Between(before, after);
        return new MachineChange
        {
            Restart = diff.Paths.Any(path =>
                path.StartsWith("config.", StringComparison.Ordinal) && !IsLabel(path)
                || path is "processGroup" or "minSecretsVersion"),
            Labels = diff.Touches("config.metadata"),
            Cordon = diff.Touches("cordoned"),
            State = diff.Touches("desiredState"),
        };
    }

    private static bool IsLabel(string path) =>
        path == "config.metadata" || path.StartsWith("config.metadata.", StringComparison.Ordinal)
            || path.StartsWith("config.metadata[", StringComparison.Ordinal);
}
