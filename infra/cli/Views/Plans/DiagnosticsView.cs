using EmbeddedPulumi.Engine.Events;
using PipAi.Cli.Errors;
using Spectre.Console;

namespace PipAi.Cli.Views.Plans;

/// <summary>Messages of the program, the providers and the engine, grouped by resource.</summary>
internal static class DiagnosticsView
{
    public static void Write(IAnsiConsole console, IEnumerable<Diagnostic> diagnostics, DiagnosticSeverity least)
    {
        var shown = diagnostics.Where(diagnostic => diagnostic.Severity >= least && !diagnostic.Ephemeral).ToList();
        if (shown.Count == 0) return;
        console.MarkupLine("[bold]Diagnostics:[/]");
        foreach (var group in shown.GroupBy(diagnostic => diagnostic.Urn ?? ""))
        {
            if (group.Key.Length > 0) console.WriteLine($"  {Subject(group.Key)}:");
            foreach (var diagnostic in group.Distinct()) WriteOne(console, diagnostic);
        }

        console.WriteLine();
    }

    /// <summary><c>type (name)</c> of a URN.</summary>
    internal static string Subject(string urn)
    {
        var parts = urn.Split("::", 4);
        return parts.Length < 4 ? urn : $"{parts[2].Split('$')[^1]} ({parts[3]})";
    }

    private static void WriteOne(IAnsiConsole console, Diagnostic diagnostic)
    {
        var prefix = diagnostic.Severity switch
        {
            DiagnosticSeverity.Error => "[red]error:[/] ",
            DiagnosticSeverity.Warning => "[yellow]warning:[/] ",
            DiagnosticSeverity.Notice or DiagnosticSeverity.Debug => "",
        };
        var lines = Pasteable.Of(diagnostic.Message).TrimEnd().Split('\n');
        console.MarkupLine($"    {prefix}{Markup.Escape(lines[0].TrimEnd())}");
        foreach (var line in lines.Skip(1)) console.WriteLine($"    {line.TrimEnd()}");
    }
}
