using System.CommandLine;
using PipAi.Cli.Errors;
using PipAi.Cli.Rehearsal;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using PipAi.LocalCloud.Control;
using PipAi.Operations.Documents;
using PipAi.Operations.Drills;
using PipAi.Operations.Platform;
using Spectre.Console;

namespace PipAi.Cli.Commands;

/// <summary>`drill region`: break it, measure the recovery against the targets, restore it.</summary>
internal static class DrillVerbs
{
    private static readonly Option<string> Region = new("--region")
    {
        Description = "The Fly region to kill (default: the primary region).",
        HelpName = "code",
    };

    public static Command Create(CommandFactory commands)
    {
        var drill = new Command("drill", "Break something in the rehearsal, measure the recovery against the targets, restore.");
        drill.Subcommands.Add(commands.Bind(new Command("region", "Kill every machine of a Fly region.") { Region }, RegionAsync));
        return drill;
    }

    private static async Task<ExitCode> RegionAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        var endpoints = session.Cloud.Require();
        var access = RehearsalAccess.To(endpoints);
        var outputs = await session.RehearsalStack.OutputsAsync(session.Cancellation);
        using var http = new HttpClient(DirectHttp.For(access.FlyApi)) { Timeout = TimeSpan.FromSeconds(10) };
        using var cloud = new LocalCloudClient(endpoints);
        var runs = new DocumentRuns(outputs, access, await access.TemporalAsync(outputs));
        var fleet = new FlyFleet(http, access, session.Time);
        var drill = new RegionDrill(
            outputs,
            new LocalRegionFault(cloud),
            cancellation => fleet.MachinesAsync(outputs.WorkersApp, cancellation),
            (name, content, cancellation) => runs.ProcessAsync(name, content, cancellation),
            session.Time);
        var report = await MeasureAsync(drill, parsed.GetValue(Region) ?? outputs.PrimaryRegion, session);
        if (session.Json) session.PrintJson(report);
        else Print(session.Terminal.Answer, report);
        return report.Passed ? ExitCode.Ok : ExitCode.Error;
    }

    private static async Task<DrillReport> MeasureAsync(RegionDrill drill, string region, Session session)
    {
        try
        {
            return await drill.RunAsync(region, new Progress(session), session.Cancellation);
        }
        catch (DrillNotPossibleException exception)
        {
            throw new CliException(ExitCode.Error, exception.Message, $"./pipai verify --stack {session.Stack}", exception);
        }
    }

    private static void Print(IAnsiConsole console, DrillReport report)
    {
        static string Seconds(TimeSpan? span) => span is { } known ? DurationText.Of(known) : "never";
        console.MarkupLine($"[bold]Drill: {report.Drill} {report.Subject}[/]");
        console.WriteLine($"    recovery     {Seconds(report.Recovery)} (target {DurationText.Of(report.Target)})");
        console.WriteLine(
            $"    documents    {report.Submitted} sent, {report.Completed} answered, {report.Lost.Length} lost; the slowest took {Seconds(
                report.SlowestDocument)}");
        console.WriteLine($"    restoration  {Seconds(report.Restoration)} until every worker was healthy again");
        foreach (var lost in report.Lost) console.WriteLine($"    lost: {lost}");
        console.MarkupLine(report.Passed ? "[green]Passed.[/]" : "[red]Failed.[/]");
    }

    /// <summary>Unlike <see cref="Progress{T}"/>, it prints at once and in order.</summary>
    private sealed class Progress(Session session) : IProgress<string>
    {
        public void Report(string value) => session.Say($"  {value}");
    }
}
