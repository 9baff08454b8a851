using System.CommandLine;
using System.Text.Json;
using PipAi.Cli.Errors;
using PipAi.Cli.Files;
using PipAi.Cli.Sessions;
using PipAi.Operations.Documents;
using Spectre.Console;

namespace PipAi.Cli.Commands;

/// <summary>`document FILE`: run one document through the deployed platform and print its elements.</summary>
internal static class DocumentVerb
{
    private static readonly Argument<FileInfo> File = new("file") { Description = "A PDF, docx, HTML, Markdown or text file." };

    public static Command Create(CommandFactory commands) =>
        commands.BindWithPlatform(
            new Command("document", "Run one document through the deployed platform and print its elements.") { File }, RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        var file = parsed.GetRequiredValue(File);
        if (!file.Exists) throw new CliException(ExitCode.Configuration, $"There is no file '{file}'.", $"ls '{file.DirectoryName}'");
        var platform = await Platforms.OpenAsync(session);
        var runs = new DocumentRuns(platform.Outputs, platform.Access, await platform.Access.TemporalAsync(platform.Outputs));
        var content = await UserFile.ReadBytesAsync(file, session.Cancellation);
        session.Say($"Sending {file.Name} ({content.Length:N0} bytes)");
        DocumentResult result;
        try
        {
            result = await runs.ProcessAsync(file.Name, content, session.Cancellation);
        }
        catch (DocumentFailedException failure)
        {
            throw new CliException(ExitCode.Error, failure.Message, platform.Command("./pipai logs"), failure);
        }

        session.Say(
            $"{result.Elements.GetArrayLength()} elements, read from {result.ReadFrom}, parsed by {result.ParsedBy}, stored in {result.StoredIn} as {result.ResultKey}");
        if (session.Json) session.PrintJson(result.Elements);
        else Print(session.Terminal.Answer, result.Elements);
        return ExitCode.Ok;
    }

    private static void Print(IAnsiConsole console, JsonElement elements)
    {
        foreach (var element in elements.EnumerateArray())
        {
            var text = element.GetProperty("text").GetString() ?? "";
            console.MarkupLine(
                $"[blue]{Markup.Escape(element.GetProperty("type").GetString() ?? "?"),-18}[/] {Markup.Escape(
                    text.ReplaceLineEndings(" "))}");
        }
    }
}
