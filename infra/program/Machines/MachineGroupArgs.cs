using System.Collections.Immutable;
using PipAi.Infra.Settings;
using Pulumi;
using Pulumiverse.Fly.Inputs;

namespace PipAi.Infra.Machines;

/// <summary>What a <see cref="MachineGroup"/> is made of.</summary>
internal sealed record MachineGroupArgs
{
    /// <summary>The Fly app.</summary>
    public required Input<string> App { get; init; }

    /// <summary>The Fly region.</summary>
    public required string Region { get; init; }

    /// <summary>Number of machines that run.</summary>
    public required int Running { get; init; }

    /// <summary>Number of machines that stand by.</summary>
    public required int Standby { get; init; }

    /// <summary>Fly's name for machines that do the same: they take turns in a roll-out.</summary>
    public required string ProcessGroup { get; init; }

    /// <summary>The image, by digest.</summary>
    public required Input<string> Image { get; init; }

    /// <summary>The size of a machine.</summary>
    public required MachineSize Size { get; init; }

    /// <summary>Environment variables; no secret among them.</summary>
    public required InputMap<string> Environment { get; init; }

    /// <summary>Version of the app's secrets that the machines must have; a newer one updates them.</summary>
    public Input<int>? SecretsVersion { get; init; }

    /// <summary>The port the process listens on.</summary>
    public required int Port { get; init; }

    /// <summary>The path on which it shows its metrics; null if it shows none.</summary>
    public string? MetricsPath { get; init; }

    /// <summary>How long a machine may take to finish its work, as a duration.</summary>
    public required string Drain { get; init; }

    /// <summary>How long Fly's proxy is given to send requests elsewhere before a machine is told to stop, as a duration.</summary>
    public required string ProxyDrain { get; init; }

    /// <summary>How the machine is reached and checked, for one that runs or one that stands by.</summary>
    public required Func<bool, MachineServiceArgs> Service { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }

    /// <summary>What must be there, and healthy, before the first machine is touched.</summary>
    public required ImmutableArray<Resource> After { get; init; }
}
