using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.Operations.Drills;

namespace PipAi.Cli.Rehearsal;

/// <summary>
/// Breaks a rehearsal by scripted faults of its local cloud. Each has a name of its own, by which any process takes it back.
/// </summary>
internal sealed class LocalDrillFaults(LocalCloudClient cloud) : IDrillFaults
{
    /// <inheritdoc/>
    public async Task SetAsync(DrillFault fault, CancellationToken cancellation)
    {
        if (fault.Kind == DrillFault.What.MachineKilled)
        {
            if (!await cloud.KillMachineAsync(fault.Subject, cancellation))
                throw new DrillNotPossibleException($"machine {fault.Subject} has no process to kill");
            return;
        }

        foreach (var service in Services(fault.Kind))
            await cloud.AddFaultAsync(
                new Fault { Id = Name(service, fault.Subject), Service = service, Region = fault.Subject, Effect = new FaultEffect.Dark() },
                cancellation);
    }

    /// <inheritdoc/>
    public async Task UndoAsync(DrillFault fault, CancellationToken cancellation)
    {
        foreach (var service in Services(fault.Kind)) await cloud.RemoveFaultAsync(Name(service, fault.Subject), cancellation);
    }

    private static string[] Services(DrillFault.What kind) => kind switch
    {
        DrillFault.What.MachineKilled => [],
        DrillFault.What.RegionGone => [VendorNames.Fly],
        DrillFault.What.RegionCutOff => [VendorNames.Temporal, VendorNames.S3, VendorNames.Sts],
        DrillFault.What.TemporalGone => [VendorNames.Temporal],
        DrillFault.What.StorageGone => [VendorNames.S3, VendorNames.Sts],
    };

    private static string Name(string service, string region) => $"drill-{service}-{region}";
}
