using System.Globalization;
using PipAi.Operations.Cost;
using Spectre.Console;

namespace PipAi.Cli.Views.Ledgers;

/// <summary>The bill of a month.</summary>
internal static class CostView
{
    /// <summary>Prints it: entry by entry, by concern, and what decides it.</summary>
    public static void Write(IAnsiConsole console, string stack, CostEstimate estimate, PriceBook book)
    {
        console.MarkupLine(
            $"[bold]{Markup.Escape($"{stack}, USD a month")}[/]: an estimate, by the use that the settings assume");
        string[] heading = ["", "REGION", "QUIET", "ASSUMED", "BUSY"];
        var rows = new List<string[]> { heading };
        foreach (var (concern, monthly) in estimate.ByConcern)
        {
            rows.Add(Row(concern, "", monthly));
            rows.AddRange(estimate.Lines.Where(line => line.Concern == concern).Select(line =>
                Row($"  {(line.Count > 1 ? $"{line.Count} x " : "")}{line.What}", line.Region, line.Monthly)));
        }

        rows.Add(Row("all", "", estimate.Total));
        TextTable.Write(console, rows, numbers: 2.., row => row[0].StartsWith(' ') ? "default" : "bold");
        console.WriteLine();
        if (estimate.Driver is { } driver && estimate.Total.Likely > 0)
            console.WriteLine(
                $"Most of it: {driver.Concern}, {driver.Monthly.Likely / estimate.Total.Likely * 100:0} % of the assumed month.");
        foreach (var saving in estimate.Savings)
            Page.Write(console, $"Would save {Usd(saving.Monthly.Likely)}: {saving.What}.");
        foreach (var left in estimate.NotCounted) Page.Write(console, $"Not counted: {left}.");
        Page.Write(console, $"Not in it: {string.Join(", ", CostEstimate.Excluded)}.");
        var hearsay = estimate.Lines.Select(line => line.Price).Distinct().Where(id => book.Prices[id].Unverified).Order(
            StringComparer.Ordinal);
        var oldest = estimate.Lines.Select(line => book.Prices[line.Price]).MinBy(price => price.Date);
        Page.Write(
            console,
            $"Prices of {book.Compiled:yyyy-MM-dd}{(oldest is null
                ? "" : $"; the oldest, {oldest.Id}, was read on {oldest.Date:yyyy-MM-dd}")}"
                + $"{(hearsay.Any() ? $"; from hearsay: {string.Join(", ", hearsay)}" : "")}.");
    }

    /// <summary>A sum as text.</summary>
    public static string Usd(decimal usd) => usd.ToString(Math.Abs(usd) >= 100 ? "0" : "0.00", CultureInfo.InvariantCulture);

    private static string[] Row(string what, string region, CostRange monthly) =>
        [what, region, Usd(monthly.Low), Usd(monthly.Likely), Usd(monthly.High)];
}
