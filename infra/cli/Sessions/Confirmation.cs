using EmbeddedPulumi.Engine.Operations;
using PipAi.Cli.Errors;
using PipAi.Cli.Views.Plans;

namespace PipAi.Cli.Sessions;

/// <summary>Asks before anything changes.</summary>
internal static class Confirmation
{
    /// <summary>Refuses to go on where nobody can be asked and nobody said yes.</summary>
    public static void Require(Session session, bool yes, string verb)
    {
        if (yes || session.Terminal.Interactive) return;
        throw new CliException(
            ExitCode.Configuration, $"`{verb}` changes things and there is nobody to ask: pass --yes.",
            $"./pipai {verb} --stack {session.Stack} --yes");
    }

    /// <summary>Shows the plan and asks.</summary>
    public static async Task<bool> AskAsync(Session session, PreviewResult plan, string question)
    {
        PlanView.Begin(session.Terminal.Progress, session.Stack);
        PlanView.Write(session.Terminal.Progress, session.Terminal.Progress, plan, showSame: false, showDiff: false);
        return plan.Succeeded && await AskAsync(session, question);
    }

    /// <summary>Asks; only a yes is a yes, and Ctrl-C ends the question.</summary>
    public static async Task<bool> AskAsync(Session session, string question)
    {
        session.Terminal.Errors.Write($"{question} [yes/no] ");
        // A line that is being read cannot be called off; it is left behind when nobody waits for it any more.
        var line = await Task.Run(session.Terminal.Input.ReadLine, session.Cancellation).WaitAsync(session.Cancellation);
        return line?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
