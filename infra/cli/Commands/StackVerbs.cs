using System.CommandLine;
using System.Text.Json;
using PipAi.Cli.Errors;
using PipAi.Cli.Files;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using Spectre.Console;

namespace PipAi.Cli.Commands;

/// <summary>`stack ls|output|export|import`: the stored state, in Pulumi's own formats.</summary>
internal static class StackVerbs
{
    private static readonly Option<bool> ShowSecrets = new("--show-secrets") { Description = "Print secrets in clear." };
    private static readonly Option<FileInfo?> ToFile = new("--file") { Description = "Write to this file instead of standard output." };
    private static readonly Option<FileInfo?> FromFile = new("--file") { Description = "Read from this file instead of standard input." };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask, even where resources would be forgotten." };
    private static readonly Argument<string?> Name = new("name") { Description = "One output only.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create(CommandFactory commands)
    {
        var stack = new Command("stack", "Look at and move the stored state.");
        stack.Subcommands.Add(commands.Bind(new Command("ls", "List the stacks."), ListAsync));
        stack.Subcommands.Add(
            commands.Bind(new Command("output", "Print the outputs, or one of them.") { Name, ShowSecrets }, OutputAsync));
        stack.Subcommands.Add(
            commands.Bind(new Command("export", "Print the state as `pulumi stack export` does.") { ToFile, ShowSecrets }, ExportAsync));
        stack.Subcommands.Add(
            commands.Bind(new Command("import", "Replace the state with an exported one.") { FromFile, Yes }, ImportAsync));
        return stack;
    }

    private static async Task<ExitCode> ListAsync(Session session, ParseResult parsed)
    {
        var deployed = (await session.RehearsalStack.Store().ListAsync(session.Cancellation)).ToDictionary(stack => stack.Name);
        var stacks = session.Workspace.Stacks().Union(deployed.Keys).Order(StringComparer.Ordinal)
            .Select(name => (Name: name, State: deployed.GetValueOrDefault(name))).ToList();
        if (session.Json)
        {
            session.PrintJson(
                stacks.Select(
                    stack => new
                    {
                        name = stack.Name,
                        current = stack.Name == session.Stack,
                        lastUpdate = stack.State?.LastUpdate,
                        resourceCount = stack.State?.ResourceCount,
                    }));
            return ExitCode.Ok;
        }

        var table = new Table { Border = TableBorder.None };
        table.AddColumns("NAME", "LAST UPDATE", "RESOURCES");
        foreach (var stack in stacks)
            table.AddRow(stack.Name, stack.State?.LastUpdate?.ToString("u") ?? "n/a", stack.State?.ResourceCount?.ToString() ?? "n/a");
        session.Terminal.Answer.Write(table);
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> OutputAsync(Session session, ParseResult parsed)
    {
        var outputs = await session.RehearsalStack.Store().OutputsAsync(parsed.GetValue(ShowSecrets), session.Cancellation);
        if (parsed.GetValue(Name) is not { } name)
        {
            if (session.Json) session.PrintJson(outputs);
            else OutputsView.Write(session.Terminal.Answer, outputs);
            return ExitCode.Ok;
        }

        if (!outputs.TryGetValue(name, out var value))
            throw new CliException(
                ExitCode.Error, $"Stack '{session.Stack}' has no output '{name}'. It has: {string.Join(", ", outputs.Keys)}.",
                $"./pipai stack output --stack {session.Stack}");
        if (session.Json) session.PrintJson(value);
        else
            session.Terminal.Output.WriteLine(
                value.ValueKind == JsonValueKind.String ? value.GetString() : JsonSerializer.Serialize(value));
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> ExportAsync(Session session, ParseResult parsed)
    {
        var document = await session.RehearsalStack.Store().ExportAsync(parsed.GetValue(ShowSecrets), session.Cancellation);
        if (parsed.GetValue(ToFile) is { } file) await UserFile.WriteAsync(file, document, session.Cancellation);
        else session.Answer.GiveText(document);
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> ImportAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        var (document, name) = parsed.GetValue(FromFile) is { } file
            ? (await UserFile.ReadAsync(file, session.Cancellation), $"'{file}'")
            : (await session.Terminal.Input.ReadToEndAsync(session.Cancellation), "What came on standard input");
        // Where the document comes from standard input, nobody can answer there.
        var asks = session.Terminal.Interactive && parsed.GetValue(FromFile) is not null;
        var done = await session.RehearsalStack.Store().ImportAsync(
            document, name, forgotten => AgreesAsync(session, forgotten, parsed.GetValue(Yes), asks), session.Cancellation);
        if (done is null) return ExitCode.Cancelled;
        if (session.Json) session.PrintJson(new { result = "imported", forgotten = done.Forgotten, copy = done.Copy });
        else session.Say($"Import complete.{(done.Copy is { } copy ? $" The state before it is in '{copy}'." : "")}");
        return ExitCode.Ok;
    }

    private static async Task<bool> AgreesAsync(Session session, IReadOnlyCollection<string> forgotten, bool yes, bool asks)
    {
        if (yes) return true;
        const int Shown = 10;
        var names = string.Concat(forgotten.Take(Shown).Select(urn => $"\n    {urn}"))
            + (forgotten.Count > Shown ? $"\n    and {forgotten.Count - Shown} more" : "");
        var problem = $"The import would forget {forgotten.Count} resources, which would still exist at their providers:{names}";
        if (!asks) throw new CliException(ExitCode.Configuration, problem, $"./pipai stack import --yes --stack {session.Stack}");
        return await Confirmation.AskAsync(session, $"{problem}\nForget them?");
    }
}
