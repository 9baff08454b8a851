using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly.Checks;
using PipAi.LocalCloud.Fly.Identity;
using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>What every machine of the local Fly shares.</summary>
internal sealed record FleetContext
{
    /// <summary>Apps and machines.</summary>
    public required FlyState State { get; init; }

    /// <summary>Images.</summary>
    public required ImageStore Images { get; init; }

    /// <summary>Starts processes.</summary>
    public required ProcessSpawner Spawner { get; init; }

    /// <summary>Builds environments.</summary>
    public required MachineEnvironment Environment { get; init; }

    /// <summary>Signs identity tokens.</summary>
    public required MachineTokens Tokens { get; init; }

    /// <summary>Probes checks.</summary>
    public required CheckProbe Probe { get; init; }

    /// <summary>Faults that hold.</summary>
    public required FaultRegistry Faults { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Log of the service.</summary>
    public required ILogger Log { get; init; }
}
