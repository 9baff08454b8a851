using System.CommandLine;
using System.Diagnostics;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views.Ledgers;
using PipAi.Operations.Availability;
using PipAi.Operations.Measurements;
using PipAi.Operations.Plans;

namespace PipAi.Cli.Commands;

/// <summary>`availability`: what is promised, what can be expected and what was measured, in columns that are never mixed.</summary>
internal static class AvailabilityVerb
{
    private static readonly TimeSpan SimulationTime = TimeSpan.FromSeconds(1);
    private static readonly Option<bool> Assumed = new("--assumptions") { Description = "Show every figure that the estimate rests on." };

    public static Command Create(CommandFactory commands) => commands.BindWithPlugins(
        new Command("availability", "Reckon how available the declared platform is: contract, estimate, measured.") { Assumed }, RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        var platform = await Declarations.ReadAsync(session);
        var usage = platform.Usage!;
        var ledger = AvailabilityLedger.Of(Topology.Of(platform.Resources), usage);
        var watch = Stopwatch.StartNew();
        var lived = new Simulation(ledger.Topology, usage.WorkersNeeded, Case.Likely, seed: 1).Run(_ => watch.Elapsed >= SimulationTime);
        var samples = await Verifications.Store(session).ReadAsync(session.Cancellation);
        var evidence = new AvailabilityView.Evidence(lived, Measured.Of(samples), MeasuredRecovery.Of(samples));
        if (session.Json) PrintJson(session, ledger, evidence);
        else AvailabilityView.Write(session.Terminal.Answer, session.Stack, ledger, evidence, parsed.GetValue(Assumed));
        return ExitCode.Ok;
    }

    private static void PrintJson(
        Session session, AvailabilityLedger ledger, AvailabilityView.Evidence evidence) =>
            session.PrintJson(new
            {
                stack = session.Stack,
                contract = ledger.Contracts,
                estimate = new
                {
                    runningWork = ledger.Estimate.RunningWork,
                    newWork = ledger.Estimate.NewWork,
                    parts = ledger.Estimate.Parts.ToDictionary(part => part.Part, part => part.Availability),
                    weakestLink = ledger.Estimate.WeakestLink,
                    simulation = evidence.Lived,
                    assumptions = Assumptions.All,
                    notCounted = Assumptions.Left,
                },
                measured = evidence.Measured.ToDictionary(
                part => part.Key,
                part => new { where = "rehearsal", part.Value.Samples, part.Value.Failures, part.Value.AtLeast, confidence = 0.95 }),
                claims = ledger.Claims,
                improvements = ledger.Improvements.Select(one => new { one.What, one.Gain, one.Commands }),
                recovery = ledger.Recovery.Select(one =>
                    new { one.Loss, one.Time, one.How, measured = evidence.Recovered.GetValueOrDefault(one.Drill) }),
            });
}
