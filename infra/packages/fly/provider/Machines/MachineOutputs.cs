using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Api;

namespace PipAi.Providers.Fly.Machines;

/// <summary>The outputs of a machine: its inputs, and what Fly says of it.</summary>
internal static class MachineOutputs
{
    public static PropertyMap Of(PropertyMap inputs, MachineView machine) =>
        inputs.WithoutNulls()
            .With("machineId", machine.Id)
            .With("instanceId", machine.InstanceId)
            .With("state", machine.State)
            .With("privateIp", machine.PrivateIp)
            .With("imageDigest", machine.ImageDigest)
            .With("hostStatus", machine.HostStatus)
            .With("createdAt", machine.CreatedAt)
            .With("checks", new PropertyValue(machine.Checks.Select(Check).ToImmutableArray()));

    // What a check said and when changes every few seconds: as an output it would make every refresh a change.
    private static PropertyValue Check(MachineCheck check) => new(PropertyMap.Empty
        .With("name", check.Name)
        .With("status", check.Status));
}
