using System.CommandLine;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;

namespace PipAi.Cli.Commands;

/// <summary>`cancel`: break the locks of a stack, no matter which process holds them.</summary>
internal static class CancelVerb
{
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask." };

    public static Command Create(CommandFactory commands) => commands.Bind(
        new Command("cancel", "Break the lock of a run that will never end; what it was doing stays noted.") { Yes }, RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        var store = session.RehearsalStack.Store();
        var locks = await store.LocksAsync(session.Cancellation);
        if (locks.IsEmpty)
        {
            session.Say($"Stack '{session.Stack}' is not locked.");
        }
        else
        {
            foreach (var held in locks) session.Say($"Locked by {held.Owner}{(held.IsStale ? ", which no longer runs" : "")}.");
            Confirmation.Require(session, parsed.GetValue(Yes), "cancel");
            if (!parsed.GetValue(Yes)
                && !await Confirmation.AskAsync(
                    session, "A run that is still at work would be overwritten by the next one. Break the lock?"))
                return ExitCode.Cancelled;
            await store.UnlockAsync(all: true, session.Cancellation);
            session.Say("The lock is broken.");
        }

        if (session.Json)
            session.PrintJson(
                new
                {
                    stack = session.Stack,
                    broken = locks.Select(
                        held => new { processId = held.ProcessId, user = held.User, host = held.Host, taken = held.Taken }),
                });
        return ExitCode.Ok;
    }
}
