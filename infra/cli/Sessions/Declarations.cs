using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Cli.Errors;
using PipAi.Cli.Ledgers;
using PipAi.Cli.Views.Plans;

namespace PipAi.Cli.Sessions;

/// <summary>Runs the program for what it declares, and for nothing else.</summary>
internal static class Declarations
{
    /// <summary>The platform that the program declares with the stack's settings.</summary>
    /// <exception cref="CliException">The program refuses, or fails; what it said was printed.</exception>
    public static async Task<PlannedPlatform> ReadAsync(Session session)
    {
        session.Workspace.RequireStack(session.Stack);
        var options = new PreviewOptions { ForcedStop = session.Interrupts.ForcedStop };
        var plan = await session.RehearsalStack.Engine().PreviewAsync(options, null, session.Cancellation);
        DiagnosticsView.Write(session.Terminal.Progress, plan.Diagnostics, DiagnosticSeverity.Warning);
        if (plan.Failure is { } failure)
            throw new CliException(
                ExitCodes.Of(failure), $"What '{session.Stack}' declares cannot be read: its plan fails.",
                $"./pipai preview --stack {session.Stack}");
        var platform = PlannedPlatform.After(plan);
        if (platform.Usage is null)
            throw new CliException(
                ExitCode.Configuration, $"The program of '{session.Stack}' does not say what it is used for: it has no output 'usage'.",
                $"./pipai preview --stack {session.Stack}");
        return platform;
    }
}
