using System.Collections.Immutable;
using PipAi.Operations.Availability;
using PipAi.Operations.Cost;
using PipAi.Operations.Measurements;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Status.Sources;

/// <summary>
/// Cost and availability: what is declared is read once, since it takes a run of the program; what was measured is read again and again.
/// </summary>
/// <param name="declared">Reads what the program declares, and for what use.</param>
/// <param name="store">What was measured.</param>
internal sealed class LedgerSource(
    Func<CancellationToken, Task<(ImmutableArray<PlannedResource> Resources, Usage Usage)>> declared, MeasurementStore store)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);
    private LedgerSnapshot? reckoned;

    public StatusSource Of(string name) => new(name, Period, async cancellation =>
    {
        reckoned ??= Reckon(await declared(cancellation));
        var samples = await store.ReadAsync(cancellation);
        var ledger = reckoned with
        {
            Measured =
            [
                .. Measured.Of(samples).OrderBy(part => part.Key, StringComparer.Ordinal)
                    .Select(part => MeasuredShare.Of(part.Key, part.Value)),
            ],
        };
        return status => status with { Ledger = ledger };
    })
    {
        Timeout = TimeSpan.FromMinutes(1),
    };

    private static LedgerSnapshot Reckon((ImmutableArray<PlannedResource> Resources, Usage Usage) platform)
    {
        var ledger = AvailabilityLedger.Of(Topology.Of(platform.Resources), platform.Usage);
        return new LedgerSnapshot(
            CostEstimate.Of(platform.Resources, platform.Usage, PriceBook.Current).Total, platform.Usage.Budget.High,
            ledger.Estimate.NewWork, ledger.Estimate.WeakestLink, ledger.ContractPercent);
    }
}
