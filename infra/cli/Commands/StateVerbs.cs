using System.CommandLine;
using EmbeddedPulumi.Engine.Backend;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;

namespace PipAi.Cli.Commands;

/// <summary>`state delete|unprotect|repair`: edit the stored state where no update helps any more; nothing else changes.</summary>
internal static class StateVerbs
{
    private static readonly Argument<string[]> Urns = new("urn") { Description = "URNs of resources.", Arity = ArgumentArity.OneOrMore };
    private static readonly Argument<string[]> Some = new("urn") { Description = "URNs of resources.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> All = new("--all") { Description = "All resources." };
    private static readonly Option<bool> Force = new("--force") { Description = "Also what is protected." };
    private static readonly Option<bool> Dependents = new("--target-dependents") { Description = "Also what refers to it." };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask." };

    public static Command Create(CommandFactory commands)
    {
        var state = new Command("state", "Edit the stored state by hand; a copy of it is kept.");
        state.Subcommands.Add(commands.Bind(
            new Command("delete", "Take resources out of the state; at their providers they stay.") { Urns, Force, Dependents, Yes },
            (session, parsed) =>
                EditAsync(
                    session, parsed, "state delete",
                    edits => edits.DeleteAsync(parsed.GetRequiredValue(Urns), parsed.GetValue(Force), parsed.GetValue(Dependents)))));
        state.Subcommands.Add(commands.Bind(
            new Command("unprotect", "Take the protection off resources.") { Some, All, Yes },
            (session, parsed) => EditAsync(session, parsed, "state unprotect", edits => edits.UnprotectAsync(Named(session, parsed)))));
        state.Subcommands.Add(commands.Bind(
            new Command("repair", "Mend the order and the references of a damaged state.") { Yes },
            (session, parsed) => EditAsync(session, parsed, "state repair", edits => edits.RepairAsync())));
        return state;
    }

    private static string[] Named(Session session, ParseResult parsed)
    {
        var urns = parsed.GetValue(Some) ?? [];
        if (urns.Length > 0 != parsed.GetValue(All)) return urns;
        throw new CliException(
            ExitCode.Configuration, "Say which resources: URNs, or --all.", $"./pipai state unprotect --all --stack {session.Stack}");
    }

    private static async Task<ExitCode> EditAsync(Session session, ParseResult parsed, string verb, Func<StateEdits, Task<StateEdit>> edit)
    {
        session.Workspace.RequireStack(session.Stack);
        Confirmation.Require(session, parsed.GetValue(Yes), verb);
        if (!parsed.GetValue(Yes)
            && !await Confirmation.AskAsync(session, $"Edit the state of '{session.Stack}'? No resource is changed by it."))
            return ExitCode.Cancelled;
        var done = await edit(session.RehearsalStack.Edits());
        if (session.Json)
        {
            session.PrintJson(new { stack = session.Stack, changes = done.Changes, copy = done.Copy });
            return ExitCode.Ok;
        }

        foreach (var change in done.Changes) session.Terminal.Output.WriteLine(change);
        session.Terminal.Output.WriteLine(done.Copy is { } copy ? $"The state before it is in '{copy}'." : "There was nothing to change.");
        return ExitCode.Ok;
    }
}
