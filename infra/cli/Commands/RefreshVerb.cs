using System.CommandLine;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views.Live;
using PipAi.Cli.Views.Plans;

namespace PipAi.Cli.Commands;

/// <summary>`refresh`: look at what is really there and store it.</summary>
internal static class RefreshVerb
{
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask." };
    private static readonly Option<bool> PreviewOnly = new(
        "--preview-only")
    { Description = "Show what would be stored and store nothing." };
    private static readonly SelectionOptions Selection = new(canReplace: false);
    private static readonly Option<bool> AcceptLoss = new(
        "--accept-loss")
    { Description = "Believe it when everything of a provider is gone at once." };
    private static readonly Option<bool> ExpectNoChanges = new("--expect-no-changes") { Description = "Exit with 7 if anything differs." };

    public static Command Create(CommandFactory commands) => commands.BindWithPlugins(
        Selection.AddTo(
            new Command("refresh", "Look at what is really there and bring the state up to date.")
            {
                Yes,
                PreviewOnly,
                ExpectNoChanges,
                AcceptLoss,
            }), RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        Confirmation.Require(session, parsed.GetValue(Yes) || parsed.GetValue(PreviewOnly), "refresh");
        var options = new RefreshOptions
        {
            Resources = Selection.Read(parsed),
            AcceptLoss = parsed.GetValue(AcceptLoss),
            PreviewOnly = parsed.GetValue(PreviewOnly),
            ExpectNoChanges = parsed.GetValue(ExpectNoChanges),
            ForcedStop = session.Interrupts.ForcedStop,
        };
        session.Say($"Refreshing ({session.Stack}):");
        using var progress = new ProgressView(session.Terminal, session.Debug, session.Time);
        var result = await session.RehearsalStack.Engine(session.Cloud.Require())
            .RefreshAsync(options, progress, session.Cancellation);
        DiagnosticsView.Write(session.Terminal.Progress, result.Diagnostics, DiagnosticSeverity.Warning);
        if (session.Json && !result.Succeeded)
            session.PrintJson(ResultJson.Of(session.Stack, result, "What was found is stored as far as the refresh came."));
        else if (session.Json)
            session.PrintJson(
                new
                {
                    stack = session.Stack,
                    changes = result.ChangeSummary,
                    outputs = result.Outputs,
                    plugins = result.Plugins.Select(PluginsView.Json),
                });
        else SummaryView.Write(session.Terminal.Answer, result.ChangeSummary, done: true);
        return ExitCodes.Of(result.Failure);
    }
}
