using System.CommandLine;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Planning;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using PipAi.Cli.Views.Live;
using PipAi.Cli.Views.Plans;
using PipAi.LocalCloud.Control;

namespace PipAi.Cli.Commands;

/// <summary>`up`: plan, confirm, deploy to the stack's local cloud, verify, print the outputs.</summary>
internal static class UpVerb
{
    private static readonly string[] Changes =
    [
        StepOp.Create.Name(),
        StepOp.Import.Name(),
        StepOp.Update.Name(),
        StepOp.Replace.Name(),
        StepOp.Delete.Name(),
    ];

    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask before changing anything." };
    private static readonly Option<bool> ExpectNoChanges = new("--expect-no-changes") { Description = "Exit with 7 if anything changes." };
    private static readonly Option<bool> Refresh = new("--refresh", "-r") { Description = "First look at what is really there." };
    private static readonly Option<bool> SkipVerify = new("--skip-verify") { Description = "Do not verify the deployed platform." };
    private static readonly Option<string?> Temporal = TemporalOption.Create();
    private static readonly SelectionOptions Selection = new(canReplace: true);
    private static readonly Option<bool> Timings = new("--timings") { Description = "Print how long each phase took." };

    public static Command Create(CommandFactory commands) => commands.BindWithPlugins(
        Selection.AddTo(
            new Command("up", "Deploy to a local cloud on this machine, which is started if need be; verify; print the outputs.")
            {
                Yes,
                ExpectNoChanges,
                Refresh,
                SkipVerify,
                Temporal,
                Timings,
            }),
        RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        Confirmation.Require(session, parsed.GetValue(Yes), "up");
        var cloud = session.Cloud;
        var planning = new RecordedProgress();
        PreviewResult? plan = null;
        // A mistake in the settings must change nothing, not even start a cloud: without a local cloud the plan comes first. Calls of an
        // earlier
        // run that are in doubt can only be looked into with the cloud, which starts first then. Either way the program is run for one
        // plan.
        if (cloud.Running() is null && !await session.RehearsalStack.HasOpenCallsAsync(session.Cancellation))
        {
            plan = await session.RehearsalStack.Engine().PreviewAsync(
                new PreviewOptions { Resources = Selection.Read(parsed), ForcedStop = session.Interrupts.ForcedStop }, planning,
                session.Cancellation);
            if (!plan.Succeeded) return Failed(session, plan, "The plan failed, so nothing was changed.");
        }

        // A new local cloud below an existing state is empty, whatever the state says: look first.
        var isNew = CloudEndpoints.Load(session.Workspace.CloudDirectory(session.Stack)) is null
            && await session.RehearsalStack.ExistsAsync(session.Cancellation);
        var (endpoints, started) = await cloud.EnsureAsync(parsed.GetValue(Temporal), session.Cancellation);
        if (started) session.Say($"Local cloud of '{session.Stack}' started (process {endpoints.Process.Id}).");
        TemporalServerView.Write(session.Terminal.Progress, await cloud.TemporalServerAsync(session.Cancellation));
        using var progress = new ProgressView(session.Terminal, session.Debug, session.Time);
        session.Say($"Updating ({session.Stack}):");
        planning.ReplayTo(progress);
        var result = await session.RehearsalStack.Engine(endpoints).UpAsync(
            Options(session, parsed, isNew, plan, progress), progress, session.Cancellation);
        if (parsed.GetValue(Timings)) TimingsView.Write(session.Terminal.Errors, result.Timings);
        if (!result.Succeeded)
            return Failed(session, result, "The update failed; what was done is saved, and the next `./pipai up` goes on from there.");
        return await ReportAsync(session, parsed, endpoints, result);
    }

    private static UpOptions Options(Session session, ParseResult parsed, bool isNew, PreviewResult? made, ProgressView progress) => new()
    {
        Plan = made,
        Confirm = (plan, _) =>
        {
            progress.Total = plan.ChangeSummary.Where(change => Changes.Contains(change.Key)).Sum(change => change.Value);
            return AgreesAsync(session, plan, parsed.GetValue(Yes));
        },
        ExpectNoChanges = parsed.GetValue(ExpectNoChanges),
        Resources = Selection.Read(parsed),
        Refresh = isNew || parsed.GetValue(Refresh),
        AcceptLoss = isNew,
        ForcedStop = session.Interrupts.ForcedStop,
    };

    /// <summary>Who says yes beforehand sees how much it is all the same.</summary>
    private static async Task<bool> AgreesAsync(Session session, PreviewResult plan, bool yes)
    {
        if (!yes) return await Confirmation.AskAsync(session, plan, "Perform this update?");
        PlanView.WriteSummary(session.Terminal.Progress, plan);
        return true;
    }

    private static async Task<ExitCode> ReportAsync(Session session, ParseResult parsed, CloudEndpoints endpoints, UpdateResult result)
    {
        var checks = parsed.GetValue(SkipVerify) ? [] : await Verifications.RunAsync(session, await Platforms.OpenAsync(session));
        var broken = checks.Count(check => !check.Passed);
        if (session.Json)
        {
            session.PrintJson(new
            {
                stack = session.Stack,
                result = broken == 0 ? "succeeded" : "unverified",
                changes = result.ChangeSummary,
                hasChanges = result.Plan.HasChanges,
                // What was done, step by step, named as `preview --json` names what would be.
                steps = result.Plan.Steps.Where(step => step.Op is not StepOp.Same).Select(
                    step => new { op = step.Op.Name(), urn = step.Urn }),
                temporal = await session.Cloud.TemporalServerAsync(session.Cancellation),
                outputs = result.Outputs,
                plugins = result.Plugins.Select(PluginsView.Json),
                checks,
                durationSeconds = Math.Round(result.Duration.TotalSeconds, 1),
            });
        }
        else
        {
            DiagnosticsView.Write(session.Terminal.Progress, result.Diagnostics, DiagnosticSeverity.Warning);
            OutputsView.Write(session.Terminal.Answer, result.Outputs);
            SummaryView.Write(session.Terminal.Answer, result.ChangeSummary, done: true);
            session.Terminal.Output.WriteLine(result.Plan.HasChanges ? $"Duration: {DurationText.Of(result.Duration)}" : "No changes.");
            NextSteps.Write(session, endpoints);
        }

        return Verifications.Exit(checks);
    }

    private static ExitCode Failed(Session session, OperationResult result, string conclusion)
    {
        DiagnosticsView.Write(session.Terminal.Progress, result.Diagnostics, DiagnosticSeverity.Warning);
        var code = ExitCodes.Of(result.Failure);
        if (code == ExitCode.Cancelled) conclusion = "Stopped before the end; what was done is saved.";
        ErrorView.Write(session.Terminal, conclusion, null);
        if (session.Json) session.PrintJson(ResultJson.Of(session.Stack, result, conclusion));
        return code;
    }
}
