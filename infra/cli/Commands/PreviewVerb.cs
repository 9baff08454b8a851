using System.CommandLine;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views.Plans;

namespace PipAi.Cli.Commands;

/// <summary>`preview`: what an update would change, against the last state, without network and credentials.</summary>
internal static class PreviewVerb
{
    private static readonly Option<bool> Diff = new("--diff") { Description = "Show every changed property." };
    private static readonly Option<bool> ShowSames = new("--show-sames") { Description = "Show resources that stay as they are, too." };
    private static readonly Option<bool> ExpectNoChanges = new(
        "--expect-no-changes")
    { Description = "Exit with 7 if anything would change." };
    private static readonly SelectionOptions Selection = new(canReplace: true);
    private static readonly Option<bool> Timings = new("--timings") { Description = "Print how long each phase took." };

    public static Command Create(CommandFactory commands)
    {
        var command = new Command("preview", "Plan against the last state: no network, no credentials, nothing changes.")
        {
            Diff,
            ShowSames,
            ExpectNoChanges,
            Timings,
        };
        command.Aliases.Add("pre");
        return commands.BindWithPlugins(Selection.AddTo(command), RunAsync);
    }

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        var options = new PreviewOptions
        {
            Resources = Selection.Read(parsed),
            ExpectNoChanges = parsed.GetValue(ExpectNoChanges),
            ForcedStop = session.Interrupts.ForcedStop,
        };
        var start = new StartNotice();
        var planning = session.RehearsalStack.Engine().PreviewAsync(options, start, session.Cancellation);
        // While the program starts there is time for it.
        if (start.IsTold && !session.Json) PlanView.Begin(session.Terminal.Answer, session.Stack);
        var result = await planning;
        if (session.Json) session.Answer.GiveText(result.ToJson(parsed.GetValue(ShowSames)));
        else PlanView.Write(session.Terminal.Answer, session.Terminal.Progress, result, parsed.GetValue(ShowSames), parsed.GetValue(Diff));
        if (parsed.GetValue(Timings)) TimingsView.Write(session.Terminal.Errors, result.Timings);
        return ExitCodes.Of(result.Failure);
    }

    /// <summary>Whether the settings were right, so that there is a preview at all.</summary>
    private sealed class StartNotice : IProgress<EngineEvent>
    {
        public bool IsTold { get; private set; }

        public void Report(EngineEvent value) => IsTold |= value is EngineEvent.Started;
    }
}
