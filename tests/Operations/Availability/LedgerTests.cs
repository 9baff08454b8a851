using PipAi.Operations.Availability;
using PipAi.Operations.Plans;
using PipAi.Operations.Tests.Plans;

namespace PipAi.Operations.Tests.Availability;

public sealed class LedgerTests
{
    private static readonly Topology Production =
        Topology.Of(SampleResources.Whole(new Dictionary<string, int> { ["iad"] = 4, ["lax"] = 1, ["ord"] = 1 }));

    [Fact]
    public void A_part_without_contract_leaves_the_whole_without_one()
    {
        var ledger = AvailabilityLedger.Of(Production, SampleResources.Assumed);
        Assert.Null(ledger.ContractPercent);
        Assert.Equal(
            [null, 99.9, 99.99, null, null], ledger.Contracts.Select(contract => contract.Percent));
        Assert.Contains("'pay-as-you-go'", ledger.Contracts[3].Terms, StringComparison.Ordinal);
    }

    [Fact]
    public void Contracts_of_parts_in_a_row_multiply()
    {
        var usage = SampleResources.Assumed with
        {
            VendorPlans = SampleResources.Assumed.VendorPlans.SetItem("fly", "enterprise").SetItem("vercel", "enterprise"),
        };
        var ledger = AvailabilityLedger.Of(Production with { NamespaceRegions = 1 }, usage);
        Assert.Equal(100 * 0.9999 * 0.999 * 0.999 * 0.999 * 0.999, ledger.ContractPercent!.Value, 1e-9);
    }

    [Theory]
    [InlineData(0.9995, 0.9996, 0.9997, "holds, in bad years, too")]
    [InlineData(0.998, 0.9996, 0.9997, "holds in most years, not in bad ones")]
    [InlineData(0.998, 0.9985, 0.9997, "holds in good years only")]
    [InlineData(0.998, 0.9985, 0.9989, "does not hold")]
    public void A_claim_is_confronted_with_what_can_be_expected(double low, double likely, double high, string verdict) =>
        Assert.Equal(verdict, new Claim("workers", 99.9, new(low, likely, high)).Verdict);

    [Fact]
    public void Where_one_region_decides_the_same_machines_spread_evenly_help_most()
    {
        var best = Improvement.Of(Production, workersNeeded: 3)[0];
        Assert.Equal("the same 6 workers as 2/2/2 in iad, lax, ord", best.What);
        Assert.Equal(
            [
                "./pipai config set --path 'pip-ai:workerRegions.iad' 2", "./pipai config set --path 'pip-ai:workerRegions.lax' 2",
                "./pipai config set --path 'pip-ai:workerRegions.ord' 2",
            ],
            best.Commands);
        Assert.Equal(0.0005, best.Gain, 0.00005);
    }

    [Fact]
    public void A_replica_and_a_second_bucket_are_proposed_where_there_is_one_region()
    {
        var alone = Topology.Of(SampleResources.Whole(new Dictionary<string, int> { ["iad"] = 3 }, buckets: 1, namespaces: 1));
        var proposed = Improvement.Of(alone, 1).Select(one => one.What).ToList();
        Assert.Contains("a replica of the namespace", proposed);
        Assert.Contains("a bucket in a second region", proposed);
    }

    [Fact]
    public void What_survives_is_told_with_its_time_and_what_does_not_without()
    {
        Assert.Equal(
            [("a machine", 20.0), ("a Fly region", 35), ("a storage region", 30), ("Temporal's region", 1200)],
            RecoveryEstimate.Of(Production, 2).Select(one => (one.Loss, one.Time!.Value.TotalSeconds)));
        Assert.Equal("Temporal's region", RecoveryEstimate.Worst(Production, 2).Loss);

        var tight = RecoveryEstimate.Worst(Production, 3);
        Assert.Equal(("a Fly region", (TimeSpan?)null), (tight.Loss, tight.Time));
        Assert.Equal("2 workers and 1 parsers are left, 3 and 1 are needed", tight.How);
        Assert.Null(RecoveryEstimate.Of(Production with { NamespaceRegions = 1 }, 2)[3].Time);
        Assert.Null(RecoveryEstimate.Of(Production, 6)[0].Time);
    }

    [Theory]
    [InlineData(0.99912, "99.912 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.97, "97.0 %")]
    [InlineData(0.999999995, "100.000000 %")]
    [InlineData(1, "100 %")]
    public void An_estimate_tells_two_digits_of_what_is_missing(double share, string text) => Assert.Equal(text, Percent.Of(share));

    [Theory]
    [InlineData(0, "> 0 %")]
    [InlineData(0.777, "> 77 %")]
    [InlineData(0.99, "> 99 %")]
    [InlineData(0.99900, "> 99.9 %")]
    [InlineData(0.9990019, "> 99.90 %")]
    [InlineData(0.99990014, "> 99.990 %")]
    public void A_measured_bound_is_rounded_down_and_tells_no_digit_that_it_does_not_support(double share, string text) =>
        Assert.Equal(text, Percent.AtLeast(share));
}
