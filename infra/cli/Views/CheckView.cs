using System.Text.RegularExpressions;
using PipAi.Operations.Verification;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>
/// Checks by part of the platform, one line each; a failed one says what was expected and what was found, and is followed by the command
/// that helps.
/// </summary>
internal sealed partial class CheckView(IAnsiConsole console) : IProgress<CheckResult>
{
    private string area = "";

    /// <inheritdoc/>
    public void Report(CheckResult value)
    {
        if (area != value.Area) console.MarkupLine($"[grey]{Markup.Escape(area = value.Area)}[/]");
        var mark = value.Passed ? "[green]ok  [/]" : "[red]FAIL[/]";
        var seen = value.Passed || value.Expected == value.Name ? value.Found : $"expected {value.Expected}; found {value.Found}";
        console.MarkupLine($" {mark} {Markup.Escape(value.Name)} [grey]({Markup.Escape(seen)})[/]");
        if (value.Passed) return;
        if (value.Fix is { } fix) console.WriteLine($"        {fix}");
        if (value.Adoption is not { } adoption) return;
        // What is to be pasted stays in one piece.
        var words = Pasted().Replace(adoption, piece => piece.Value.Replace(' ', Page.FixedSpace)).Split(' ');
        foreach (var line in Page.Wrap("        or keep it:", "            ", words)) console.WriteLine(line.Replace(Page.FixedSpace, ' '));
    }

    [GeneratedRegex(@"\./pipai [^,;]*|ImportId = ""[^""]*""")]
    private static partial Regex Pasted();
}
