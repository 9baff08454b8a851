using System.Globalization;
using PipAi.Cli.Terminals;
using PipAi.Operations.Logs;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>
/// Entries of logs, a line each: when, which machine, how much it matters, what. In a terminal a long one is folded behind an indent; a
/// pipe gets whole lines.
/// </summary>
/// <param name="console">Where to print.</param>
/// <param name="nameOf">A machine's name, by its id.</param>
internal sealed class LogView(IAnsiConsole console, Func<string, string> nameOf)
{
    private const string Indent = "    ";

    /// <summary>Prints an entry.</summary>
    public void Write(LogEntry entry)
    {
        var (word, colour) = Shown(entry.Severity);
        var head = string.Create(
            CultureInfo.InvariantCulture, $"{entry.Time.UtcDateTime:HH:mm:ss.fff} {nameOf(entry.Machine)} {word} ");
        Write(head, entry.Message, colour);
        foreach (var line in (entry.Exception ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Write(Indent, line.Trim(), colour);
    }

    private void Write(string head, string text, string colour)
    {
        // What a program wrote may steer a terminal: only what can be read is shown.
        var readable = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        var width = console.Profile.Width;
        var lines = width < Terminal.PipeWidth ? Page.Wrap(head, Indent, readable.Split(' '), width) : [head + readable];
        foreach (var line in lines)
        {
            if (width < Terminal.PipeWidth) console.MarkupLine($"[{colour}]{Markup.Escape(line)}[/]");
            else console.Profile.Out.Writer.WriteLine(line);
        }
    }

    private static (string Word, string Colour) Shown(EntrySeverity severity) => severity switch
    {
        EntrySeverity.Debug => ("debug", "grey"),
        EntrySeverity.Info => ("info", "default"),
        EntrySeverity.Warning => ("warn", "yellow"),
        EntrySeverity.Error => ("error", "red"),
        EntrySeverity.Critical => ("crit", "red bold"),
    };
}
