using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>`cost`, `availability`, and what a plan says of both.</summary>
public sealed partial class LedgerTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;

    [Fact]
    public async Task The_bill_has_an_entry_for_each_price_and_says_what_is_not_in_it()
    {
        var cost = (await pipai.RunAsync("cost")).Ended(0);
        Assert.Empty(cost.Errors);
        Assert.All(cost.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Approved.Text(cost.ToString());
        Assert.Empty(pipai.Provider.Calls);
    }

    [Fact]
    public async Task As_JSON_every_entry_has_its_price_and_its_source()
    {
        var cost = (await pipai.RunAsync("cost", "--json")).Ended(0);
        Approved.Json(cost.Output);
        Assert.Equal(
            cost.Json.GetProperty("monthly").GetProperty("likely").GetDecimal(),
            cost.Json.GetProperty("lines").EnumerateArray().Sum(line => line.GetProperty("monthly").GetProperty("likely").GetDecimal()));
    }

    [Fact]
    public async Task A_bill_beyond_the_budget_breaks_a_rule()
    {
        var within = (await pipai.RunAsync("cost", "--budget")).Ended(0);
        Assert.Matches(@"^Within the budget of 250 USD", within.Errors);
        var beyond = (await pipai.RunAsync("cost", "--budget", "50")).Ended(5);
        Assert.Matches(@"^error: The assumed month costs [\d.]+ USD \([\d.]+ to [\d.]+\), more than the budget of 50.00\.", beyond.Errors);
        Assert.Equal(50, (await pipai.RunAsync("cost", "--budget", "50", "--json")).Ended(5).Json.GetProperty("budget").GetDecimal());
        (await pipai.RunAsync("cost", "--budget", "much")).Ended(2);
    }

    [Fact]
    public async Task Prices_that_nobody_has_looked_at_for_90_days_are_warned_of()
    {
        pipai.Time = new FakeTimeProvider(DateTimeOffset.Parse("2027-02-24T00:00:00Z", CultureInfo.InvariantCulture));
        Assert.Empty((await pipai.RunAsync("cost")).Ended(0).Errors);
        pipai.Time = new FakeTimeProvider(DateTimeOffset.Parse("2027-02-25T00:00:00Z", CultureInfo.InvariantCulture));
        Assert.Equal(
            "warning: the prices were last looked through 91 days ago; after 90 they may be wrong.\n",
            (await pipai.RunAsync("cost")).Ended(0).Errors);
    }

    [Fact]
    public async Task What_is_not_priced_is_named_and_a_program_that_does_not_say_its_use_is_refused()
    {
        pipai.Program = LedgerProgram.Of(more: LedgerProgram.Wanted("index", "aws:dynamodb/table:Table", "{}"));
        Assert.Contains(
            "Not counted: index (aws:dynamodb/table:Table): its price is not in the book.", (await pipai.RunAsync("cost")).Ended(0).Output,
            StringComparison.Ordinal);
        pipai.Program = SampleProgram.Of();
        foreach (var verb in (string[])["cost", "availability"])
            Assert.StartsWith(
                "error: The program of 'prod' does not say what it is used for: it has no output 'usage'.\n",
                (await pipai.RunAsync(verb)).Ended(2).Errors, StringComparison.Ordinal);
        pipai.Program = SampleProgram.Failing();
        (await pipai.RunAsync("cost")).Ended(1);
    }

    [Fact]
    public async Task Contract_estimate_and_measurement_stand_in_columns_of_their_own()
    {
        pipai.Write("home/measurements/prod.jsonl", Samples(120, failures: 0));
        var ledger = (await pipai.RunAsync("availability", "--assumptions")).Ended(0);
        Assert.Empty(ledger.Errors);
        Assert.All(ledger.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Approved.Text(Simulated().Replace(ledger.ToString(), "Simulated: <years>."));
    }

    [Fact]
    public async Task Without_samples_nothing_is_measured_and_with_failures_less_is_known()
    {
        Assert.Contains(
            "Measured: nothing yet; each run of ./pipai verify --stack prod is a sample.",
            (await pipai.RunAsync("availability")).Ended(0).Output, StringComparison.Ordinal);
        pipai.Write("home/measurements/prod.jsonl", Samples(10, failures: 1));
        var ledger = (await pipai.RunAsync("availability", "--json")).Ended(0).Json;
        var storage = ledger.GetProperty("measured").GetProperty("storage");
        Assert.Equal((10, 1), (storage.GetProperty("samples").GetInt32(), storage.GetProperty("failures").GetInt32()));
        Assert.Equal(0.6058, storage.GetProperty("atLeast").GetDouble(), 0.0001);
        var simulation = ledger.GetProperty("estimate").GetProperty("simulation");
        Assert.Equal(
            ledger.GetProperty("estimate").GetProperty("newWork").GetProperty("likely").GetDouble(),
            simulation.GetProperty("newWork").GetDouble(), 0.01);
        Assert.True(simulation.GetProperty("years").GetInt32() > 0);
        Assert.Equal(JsonValueKind.Null, ledger.GetProperty("contract")[0].GetProperty("percent").ValueKind);
    }

    [Fact]
    public async Task A_plan_ends_with_what_it_does_to_cost_availability_and_recovery()
    {
        var first = (await pipai.RunAsync("preview")).Ended(0);
        await pipai.StartCloudAsync();
        (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
        var same = (await pipai.RunAsync("preview")).Ended(0);
        pipai.Program = LedgerProgram.Of(workers: 4, replica: false);
        var other = (await pipai.RunAsync("preview")).Ended(0);
        Approved.Text($"first:\n{Estimates(first)}\nsame:\n{Estimates(same)}\nother:\n{Estimates(other)}");
        Assert.Equal(Estimates(other), Estimates(await pipai.RunAsync("preview")));
    }

    public async ValueTask InitializeAsync()
    {
        pipai = await TestCheckout.CreateAsync();
        pipai.Width = 80;
        pipai.Program = LedgerProgram.Of();
    }

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    private static string Estimates(Outcome plan) => plan.Output[plan.Output.IndexOf("Estimates:", StringComparison.Ordinal)..];

    private static string Samples(int count, int failures) =>
        string.Concat(Enumerable.Range(0, count).Select(number => Sample(number >= failures)));

    private static string Sample(bool worked) =>
        JsonSerializer.Serialize(new { at = "2026-11-27T12:00:00+00:00", part = "storage", worked, where = "rehearsal" }) + "\n";

    [GeneratedRegex(@"Simulated:[\s\S]*?error\s+[\d.E-]+\s+%\.")]
    private static partial Regex Simulated();
}
