using System.Collections.Immutable;
using System.Globalization;
using PipAi.Operations.Cost;
using PipAi.Operations.Plans;
using static PipAi.Operations.Tests.Plans.SampleResources;

namespace PipAi.Operations.Tests.Cost;

public sealed class CostEstimateTests
{
    /// <summary>The table of Fly's page, captured on 2025-08-19 and read again on 2026-09-16.</summary>
    [Theory]
    [InlineData("shared", 1, 256, 1.94)]
    [InlineData("shared", 1, 512, 3.19)]
    [InlineData("shared", 1, 1024, 5.70)]
    [InlineData("shared", 2, 512, 3.89)]
    [InlineData("shared", 2, 2048, 11.39)]
    [InlineData("shared", 4, 8192, 42.79)]
    [InlineData("shared", 8, 16384, 85.59)]
    [InlineData("performance", 1, 2048, 31.00)]
    [InlineData("performance", 1, 8192, 61.02)]
    [InlineData("performance", 2, 4096, 62.00)]
    [InlineData("performance", 4, 32768, 244.06)]
    [InlineData("performance", 16, 131072, 976.25)]
    public void A_machine_costs_what_Flys_table_says(string kind, int cpus, int memory, double usd)
    {
        var line = Machines(Worker("iad", kind, cpus, memory)).Single();
        Assert.Equal(usd, (double)line.Monthly.Likely, 0.03 + (usd / 4_000));
        Assert.Equal(line.Monthly.Likely, line.Monthly.Low);
        Assert.Equal(("workers", "iad"), (line.Concern, line.Region));
    }

    [Fact]
    public void A_region_has_its_factor_and_an_unknown_one_lies_between_the_cheapest_and_the_dearest()
    {
        var (home, away, unknown) = (Machines(Worker("iad")).Single(), Machines(Worker("ord")).Single(), Machines(Worker("xyz")).Single());
        Assert.Equal(home.Monthly.Likely * 1.25m, away.Monthly.Likely);
        Assert.Equal((home.Monthly.Likely, home.Monthly.Likely * 1.615m), (unknown.Monthly.Low, unknown.Monthly.High));
        Assert.InRange(unknown.Monthly.Likely, unknown.Monthly.Low, unknown.Monthly.High);
    }

    [Fact]
    public void A_standby_costs_its_disk_and_one_that_Flys_proxy_starts_the_share_of_the_time_that_it_runs()
    {
        Assert.Equal(CostRange.Always(0.075m), Machines(Worker("iad", standby: true)).Single().Monthly);
        Assert.Equal(new CostRange(0.075m, (62m * 0.2m) + 0.075m, 62.075m), Machines(Parser("iad", standby: true)).Single().Monthly);
    }

    [Fact]
    public void What_cannot_be_reckoned_is_named()
    {
        var estimate = Of(Unsized("iad"), Resource("pipai:index:Index", "aws:dynamodb/table:Table", "index", new { }));
        Assert.Equal(
            [
                "index (aws:dynamodb/table:Table): its price is not in the book",
                "unsized (fly:index:Machine): its size is not known yet",
            ],
            estimate.NotCounted);
    }

    [Fact]
    public void Only_what_leaves_the_region_that_is_written_is_copied_and_timed_where_that_is_declared()
    {
        PlannedResource[] buckets = [Bucket("us-east-1"), Bucket("us-east-2"), Bucket("us-west-2")];
        var home = Of([.. buckets, Replication("us-east-2", true, "us-east-1", "us-west-2")]).Lines;
        var back = Of([.. buckets, Replication("us-east-1", true, "us-east-2", "us-west-2")]).Lines;
        var plain = Of([.. buckets, Replication("us-east-2", false, "us-east-1")]).Lines;

        // 20,000 documents of 500 kB are 10 GB.
        Assert.Equal(0.10m, home.Single(line => line.What == "copies to us-east-1").Monthly.Likely);
        Assert.Equal(0.20m, home.Single(line => line.What == "copies to us-west-2").Monthly.Likely);
        Assert.Equal(0.15m, home.Single(line => line.What == "replication time control to us-west-2").Monthly.Likely);
        Assert.Equal(2.40m, home.Single(line => line.What == "replication metrics").Monthly.Likely);
        Assert.DoesNotContain(back, line => line.What.StartsWith("copies", StringComparison.Ordinal));
        Assert.DoesNotContain(plain, line => line.What.StartsWith("replication time", StringComparison.Ordinal));
    }

    [Fact]
    public void A_replica_of_the_namespace_doubles_its_use()
    {
        decimal Use(params string[] regions) =>
            Of(Namespace(regions)).Lines.Where(line => line.What.StartsWith("actions", StringComparison.Ordinal)).Sum(
                line => line.Monthly.Likely);

        // 100,000 actions at 50 USD a million.
        Assert.Equal(5m, Use("aws-us-east-1"));
        Assert.Equal(10m, Use("aws-us-east-1", "aws-us-west-2"));
    }

    [Fact]
    public void Business_costs_500_at_least_and_includes_two_and_a_half_million_actions()
    {
        var business = Assumed with { VendorPlans = Assumed.VendorPlans.SetItem("temporal", "business") };
        var few = CostEstimate.Of([Namespace("aws-us-east-1")], business, PriceBook.Current);
        var many = CostEstimate.Of([Namespace("aws-us-east-1")], business with { Documents = 1_000_000 }, PriceBook.Current);
        Assert.Equal(0, few.Lines.Single(line => line.What == "actions").Monthly.Likely);
        Assert.Equal(500, few.Lines.Single(line => line.What == "plan Business").Monthly.Likely);
        Assert.Equal(125, many.Lines.Single(line => line.What == "actions").Monthly.Likely);
    }

    [Fact]
    public void Vercel_costs_seats_and_what_goes_beyond_a_terabyte_and_ten_million_requests()
    {
        var usage = Assumed with { VercelSeats = 3, FrontendGigabytes = 600, FrontendRequests = 6_000_000 };
        var lines = CostEstimate.Of([Frontend()], usage, PriceBook.Current).Lines;
        Assert.Equal(60, lines.Single(line => line.What == "seats on Pro").Monthly.Likely);
        Assert.Equal(new CostRange(0, 0, (800 * 0.15m) + (8 * 2)), lines.Single(line => line.What == "use beyond the plan").Monthly);
    }

    [Theory]
    [InlineData("HTTP", 30, 0.75)]
    [InlineData("HTTPS", 30, 2.75)]
    [InlineData("HTTPS_STR_MATCH", 30, 4.75)]
    [InlineData("HTTPS_STR_MATCH", 10, 6.75)]
    public void A_check_from_outside_costs_by_its_options(string type, int requestInterval, double usd)
    {
        var check = Resource("pipai:monitoring:EndpointChecks", "aws:route53/healthCheck:HealthCheck", "c", new { type, requestInterval });
        Assert.Equal((decimal)usd, Of(check).Total.Likely);
    }

    [Theory]
    [InlineData("cron(0 5 ? * MON *)", 4.348)]
    [InlineData("cron(0 5 * * ? *)", 30.44)]
    public void Restores_are_tried_as_often_as_it_is_declared(string scheduleExpression, double times)
    {
        var plan = Resource(
            "pipai:storage:RestoreTesting", "aws:backup/restoreTestingPlan:RestoreTestingPlan", "p",
            new { scheduleExpression, region = "us-east-1" });
        Assert.Equal(times * 100 * 0.02, (double)Of(plan).Total.Likely, 0.02);
    }

    [Fact]
    public void Equal_entries_are_one_line_with_their_count_and_the_sums_agree()
    {
        var estimate = Of([.. Whole(new Dictionary<string, int> { ["iad"] = 4, ["ord"] = 1 })]);
        var workers = estimate.Lines.Single(line => line is { Concern: "workers", Region: "iad" });
        Assert.Equal(4, workers.Count);
        Assert.Equal(4 * Machines(Worker("iad")).Single().Monthly.Likely, workers.Monthly.Likely);
        Assert.Equal(estimate.Total.Likely, estimate.ByConcern.Sum(concern => concern.Monthly.Likely));
        Assert.Equal("parsing", estimate.Driver!.Value.Concern);
        Assert.Equal(estimate.Lines.Length, estimate.Lines.DistinctBy(line => (line.Concern, line.Region, line.What)).Count());
    }

    [Fact]
    public void Savings_are_those_of_workers_beyond_the_needed_and_of_reservations()
    {
        var estimate = Of([.. Whole(new Dictionary<string, int> { ["iad"] = 4 })]);
        var one = Machines(Worker("iad")).Single().Monthly.Likely;
        Assert.Equal(one, estimate.Savings[0].Monthly.Likely);
        Assert.Equal(((4 * one) + 62m) * 0.4m, estimate.Savings[1].Monthly.Likely);
        Assert.Empty(Of(Bucket("us-east-1")).Savings);
    }

    [Fact]
    public void A_support_plan_of_Fly_is_paid_once()
    {
        var usage = Assumed with { VendorPlans = Assumed.VendorPlans.SetItem("fly", "premium") };
        var lines = CostEstimate.Of([Worker("iad"), Worker("ord")], usage, PriceBook.Current).Lines;
        Assert.Equal(199, lines.Single(line => line.What == "support plan premium").Monthly.Likely);
        Assert.DoesNotContain(Of(Worker("iad")).Lines, line => line.What.StartsWith("support", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_entry_names_a_price_of_the_book_and_every_price_has_source_and_date()
    {
        var book = PriceBook.Current;
        Assert.All(book.Prices.Values, price => Assert.True(price.Usd > 0 && price.Unit.Length > 0 && price.Source.Length > 0, price.Id));
        Assert.All(book.Prices.Values, price => Assert.InRange(price.Date, new DateOnly(2024, 1, 1), book.Compiled));
        Assert.All(
            Of([.. Whole(new Dictionary<string, int> { ["iad"] = 2 })]).Lines,
            line => Assert.True(book.Prices.ContainsKey(line.Price), line.Price));
        Assert.Equal(91, book.Age(DateTimeOffset.Parse("2027-02-25T12:00:00Z", CultureInfo.InvariantCulture)));
    }

    private static ImmutableArray<CostLine> Machines(PlannedResource machine) =>
        [.. Of(machine).Lines.Where(line => line.Concern != "fly")];

    private static CostEstimate Of(params PlannedResource[] resources) => CostEstimate.Of(resources, Assumed, PriceBook.Current);
}
