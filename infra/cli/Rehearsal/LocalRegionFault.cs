using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.Operations.Drills;

namespace PipAi.Cli.Rehearsal;

/// <summary>Turns a Fly region of the local cloud dark, and light again.</summary>
internal sealed class LocalRegionFault(LocalCloudClient cloud) : IRegionFault
{
    /// <inheritdoc/>
    public Task BreakAsync(string region, CancellationToken cancellation) => cloud.AddFaultAsync(
        new Fault { Id = Name(region), Service = VendorNames.Fly, Region = region, Effect = new FaultEffect.Dark() }, cancellation);

    /// <inheritdoc/>
    public Task RestoreAsync(string region, CancellationToken cancellation) => cloud.RemoveFaultAsync(Name(region), cancellation);

    private static string Name(string region) => $"drill-region-{region}";
}
