using System.CommandLine;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Planning;
using PipAi.Cli.Errors;
using PipAi.Cli.Rehearsal;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using PipAi.Cli.Views.Live;
using PipAi.Cli.Views.Plans;

namespace PipAi.Cli.Commands;

/// <summary>`destroy`: delete every resource, end the local cloud, leave no file of the rehearsal.</summary>
internal static class DestroyVerb
{
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask." };

    private static readonly SelectionOptions Selection = new(canReplace: false);

    public static Command Create(CommandFactory commands) => commands.BindWithPlugins(
        Selection.AddTo(
            new Command(
                "destroy",
                "Delete every resource of the rehearsal and end its local cloud; with --target or --exclude, only some resources.")
            {
                Yes,
            }),
        RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        Confirmation.Require(session, parsed.GetValue(Yes), "destroy");
        var ending = new RehearsalTeardown(session.Workspace, session.Stack, session.Host);
        if (!await session.RehearsalStack.ExistsAsync(session.Cancellation))
        {
            await ending.RemoveAsync(session.Cancellation);
            session.Say($"Stack '{session.Stack}' is not deployed here; there is nothing to destroy.");
            return ExitCode.Ok;
        }

        var selection = Selection.Read(parsed);
        var isWhole = selection.Targets.IsEmpty && selection.Excludes.IsEmpty;
        if (!parsed.GetValue(Yes)
            && !await Confirmation.AskAsync(
                session, $"Destroy {(isWhole ? "everything" : "the named resources")} in the rehearsal of '{session.Stack}'?"))
            return ExitCode.Cancelled;
        var (endpoints, _) = await session.Cloud.EnsureAsync(session.Cancellation);
        // Protection is lifted from what all goes; who names resources means them as they are.
        if (isWhole)
            foreach (var released in await new Protections(session.RehearsalStack, endpoints).ReleaseAsync(session.Cancellation))
                session.Say(released);
        session.Say($"Destroying ({session.Stack}):");
        var options = new DestroyOptions { Resources = selection, RemoveStack = isWhole, ForcedStop = session.Interrupts.ForcedStop };
        using var progress = new ProgressView(session.Terminal, session.Debug, session.Time);
        var result = await session.RehearsalStack.Engine(endpoints).DestroyAsync(options, progress, session.Cancellation);
        DiagnosticsView.Write(session.Terminal.Progress, result.Diagnostics, DiagnosticSeverity.Warning);
        if (!result.Succeeded) return Unfinished(session, result);

        if (isWhole) await ending.RemoveAsync(session.Cancellation);
        if (session.Json) PrintJson(session, result);
        else SummaryView.Write(session.Terminal.Answer, result.ChangeSummary, done: true);
        return ExitCode.Ok;
    }

    private static ExitCode Unfinished(Session session, OperationResult result)
    {
        var conclusion = "The destruction did not finish; what is left is in the state, and the next run goes on from there.";
        ErrorView.Write(session.Terminal, conclusion, $"./pipai destroy --stack {session.Stack} --yes");
        if (session.Json) session.PrintJson(ResultJson.Of(session.Stack, result, conclusion));
        return ExitCodes.Of(result.Failure);
    }

    private static void PrintJson(Session session, UpdateResult result) => session.PrintJson(new
    {
        stack = session.Stack,
        result = "destroyed",
        changes = result.ChangeSummary,
        steps = result.Plan.Steps.Select(step => new { op = step.Op.Name(), urn = step.Urn }),
        plugins = result.Plugins.Select(PluginsView.Json),
    });
}
