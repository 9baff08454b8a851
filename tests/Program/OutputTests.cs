using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PipAi.Testing;
using Pulumi;
using Pulumi.Utilities;

namespace PipAi.Program.Tests;

/// <summary>What verification, drills and ledgers know of a stack.</summary>
public sealed class OutputTests
{
    public static TheoryData<string> All => Stacks.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Outputs_were_approved(string stack)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in (await Stacks.DeclaredAsync(stack)).Outputs.OrderBy(output => output.Key, StringComparer.Ordinal))
            text.Append($"{name}: {Text(await KnownAsync(value))}\n");
        Approved.Text(text.ToString(), $"Outputs_were_approved_{stack}");
    }

    [Fact]
    public async Task What_is_promised_stands_in_the_outputs()
    {
        var declaration = await Declarations.ReadAsync(StackFiles.Settings(
            "prod", ("targetInstanceSeconds", "11"), ("targetRegionSeconds", "12"), ("targetPartitionSeconds", "13"),
            ("targetStorageSeconds", "14"), ("targetAvailabilityPercent", "99.95"), ("monthlyBudgetMinUsd", "15"),
            ("monthlyBudgetMaxUsd", "16")));
        Assert.Equal(
            "availabilityPercent 99.95, instanceSeconds 11, monthlyBudgetMaxUsd 16, monthlyBudgetMinUsd 15, partitionSeconds 13, "
                + "regionSeconds 12, storageSeconds 14",
            Text(declaration.Outputs["targets"]));
    }

    [Fact]
    public async Task What_it_is_used_for_and_on_which_plans_stands_in_the_outputs()
    {
        var declaration = await Declarations.ReadAsync(StackFiles.Settings(
            "prod", ("documentsPerMonth", "1"), ("documentKilobytes", "2"), ("storedGigabytes", "3"), ("temporalActionsPerDocument", "4"),
            ("parsingBusyPercent", "5"), ("frontendRequestsPerMonth", "6"), ("frontendGigabytesPerMonth", "7"), ("quietMonthPercent", "8"),
            ("busyMonthPercent", "109"), ("vercelSeats", "10"), ("workersNeeded", "11"), ("flyPlan", "premium"),
            ("vercelPlan", "enterprise"),
            ("temporalPlan", "business")));
        Assert.Equal(
            "busyMonthPercent 109, documentKilobytes 2, documentsPerMonth 1, frontendGigabytesPerMonth 7, frontendRequestsPerMonth 6, "
                + "parsingBusyPercent 5, quietMonthPercent 8, storedGigabytes 3, temporalActionsPerDocument 4, vercelSeats 10, "
                    + "workersNeeded 11",
            Text(declaration.Outputs["usage"]));
        Assert.Equal("fly premium, temporal business, vercel enterprise", Text(declaration.Outputs["plans"]));
    }

    private static async Task<object?> KnownAsync(object? value) => value switch
    {
        Output<string> text => await OutputUtilities.GetValueAsync(text),
        Output<ImmutableDictionary<string, string>?> texts => await OutputUtilities.GetValueAsync(texts),
        IEnumerable map and not string => await EntriesAsync(map),
        _ => value,
    };

    private static async Task<SortedDictionary<string, object?>> EntriesAsync(IEnumerable map)
    {
        var entries = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (dynamic entry in map) entries[entry.Key] = await KnownAsync((object?)entry.Value);
        return entries;
    }

    private static string Text(object? value) => value switch
    {
        IEnumerable map and not string => string.Join(
            ", ", map.Cast<dynamic>().Select(entry => (string)$"{entry.Key} {Text((object?)entry.Value)}").Order(StringComparer.Ordinal)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
