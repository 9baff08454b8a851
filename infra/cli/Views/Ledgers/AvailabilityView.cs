using System.Globalization;
using PipAi.Operations.Availability;
using PipAi.Operations.Measurements;
using Spectre.Console;

namespace PipAi.Cli.Views.Ledgers;

/// <summary>How available a platform is.</summary>
internal static class AvailabilityView
{
    /// <summary>What stands beside the estimate.</summary>
    /// <param name="Lived">What a simulation saw.</param>
    /// <param name="Measured">What samples say, by part.</param>
    /// <param name="Recovered">What drills say, by what they broke.</param>
    internal sealed record Evidence(
        SimulatedYears Lived, IReadOnlyDictionary<string, Measured> Measured, IReadOnlyDictionary<string, MeasuredRecovery> Recovered)
    {
        public Measured? Of(string part) => Measured.GetValueOrDefault(part);
    }

    /// <summary>Prints it: the columns, the claims, what takes how long, what would help.</summary>
    public static void Write(IAnsiConsole console, string stack, AvailabilityLedger ledger, Evidence evidence, bool assumptions)
    {
        console.MarkupLine($"[bold]{Markup.Escape(stack)}[/]: what is promised, and to be expected in bad, most and good years");
        var estimate = ledger.Estimate;
        string[][] rows =
        [
            ["", "CONTRACT", "BAD", "MOST", "GOOD", "MEASURED"],
            Row("running work goes on", "", estimate.RunningWork, null),
            Row("new work is accepted", Share(ledger.ContractPercent), estimate.NewWork, evidence.Of(CheckSamples.NewWork)),
            .. estimate.Parts.Select(part => Row(
                $"  {part.Part}", Share(ledger.Contracts.First(contract => contract.Part == part.Part).Percent), part.Availability,
                evidence.Of(part.Part))),
        ];
        TextTable.Write(console, rows, numbers: 1.., row => row[0].StartsWith(' ') ? "default" : "bold");
        console.WriteLine();
        WriteEvidence(console, stack, estimate, evidence);
        WriteConsequences(console, ledger, evidence);
        if (assumptions) WriteAssumptions(console);
    }

    private static void WriteEvidence(IAnsiConsole console, string stack, AvailabilityEstimate estimate, Evidence evidence)
    {
        var lived = evidence.Lived;
        Page.Write(
            console, $"New work is not accepted for {DurationText.Of(Percent.Missing(estimate.NewWork.Likely))} of a month of most years.");
        Page.Write(console, $"Simulated: {lived.Years.ToString("N0", CultureInfo.InvariantCulture)} of most years, new work accepted for "
            + $"{Percent.Of(lived.NewWork)}, standard error {(lived.Error * 100).ToString("G1", CultureInfo.InvariantCulture)} %.");
        Page.Write(console, evidence.Measured.Count == 0
            ? $"Measured: nothing yet; each run of ./pipai verify --stack {stack} is a sample."
            : "Measured on the rehearsal, which says nothing about the vendors; exceeded with 95 % confidence by "
                + $"{string.Join(
                    ", ", evidence.Measured.OrderBy(part => part.Key).Select(part => $"{part.Value.Samples} samples of {part.Key}"))}.");
        console.WriteLine();
    }

    private static void WriteConsequences(IAnsiConsole console, AvailabilityLedger ledger, Evidence evidence)
    {
        foreach (var claim in ledger.Claims)
            Page.Write(console, $"Claim: {claim.Subject}, {Share(claim.Percent)}: {claim.Verdict} ({Percent.Of(claim.Expected.Likely)}).");
        console.WriteLine();
        foreach (var recovery in ledger.Recovery)
            Page.Write(
                console,
                $"Loss of {recovery.Loss}: {(recovery.Time is { } time ? DurationText.Of(time) : "not by itself")}; {recovery.How}"
                    + $"{(evidence.Recovered.GetValueOrDefault(recovery.Drill) is { } drills ? $"; measured: {Drills(drills)}" : "")}.");
        console.WriteLine();
        Page.Write(console, $"Weakest link: {ledger.Estimate.WeakestLink}.");
        foreach (var improvement in ledger.Improvements.Take(1))
        {
            Page.Write(console, $"Helps most: {improvement.What}: {DurationText.Of(TimeSpan.FromDays(365.25 * improvement.Gain))} a year.");
            foreach (var command in improvement.Commands) console.WriteLine($"        {command}");
        }

        foreach (var contract in ledger.Contracts.Where(contract => contract.Percent is null).DistinctBy(contract => contract.Terms))
            Page.Write(console, $"No contract: {contract.Terms}.");
    }

    private static string Drills(MeasuredRecovery measured)
    {
        static string Text(TimeSpan? time) => time is { } known ? DurationText.Of(known) : "never";
        return measured.Drills == 1 ? $"{Text(measured.Worst)} in a drill"
            : $"median {Text(measured.Median)}, worst {Text(measured.Worst)} of {measured.Drills} drills";
    }

    private static void WriteAssumptions(IAnsiConsole console)
    {
        console.WriteLine();
        foreach (var one in Assumptions.All)
            Page.Write(console, $"Assumed: {one.What}: {Text(one.Low)}, {Text(one.Likely)}, {Text(one.High)} ({one.Source}; {one.Date}).");
        foreach (var left in Assumptions.Left) Page.Write(console, $"Not counted: {left}");
    }

    private static string[] Row(string what, string contract, AvailabilityEstimate.Estimate estimate, Measured? measured) =>
        [what, contract, Percent.Of(estimate.Low), Percent.Of(estimate.Likely), Percent.Of(estimate.High),
            measured is null ? "" : Percent.AtLeast(measured.AtLeast)];

    private static string Share(double? percent) =>
        percent is { } owed ? $"{owed.ToString("0.###", CultureInfo.InvariantCulture)} %" : "none";

    private static string Text(double share) => $"{(share * 100).ToString("0.####", CultureInfo.InvariantCulture)} %";
}
