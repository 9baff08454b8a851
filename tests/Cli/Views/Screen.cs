using System.Text;
using Spectre.Console;

namespace PipAi.Cli.Tests.Views;

/// <summary>A terminal as a person sees it: lines of a width, and one of them that can be erased and written anew.</summary>
internal sealed class Screen : StringWriter
{
    private readonly int width;

    public Screen(int width)
    {
        this.width = width;
        Console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(this),
            });
        Console.Profile.Width = width;
    }

    /// <summary>Spectre's side of it.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>What stands there now; the place where the next text would be is marked.</summary>
    public override string ToString()
    {
        var (lines, line) = (new StringBuilder(), "");
        var text = base.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at..].StartsWith("\r\e[2K", StringComparison.Ordinal)) (line, at) = ("", at + 4);
            else if (text[at] != '\n')
                line += text[at] == '\e'
                    ? throw new InvalidOperationException($"No terminal needs to know more than to erase a line: {text[at..]}") : text[at];
            else
            {
                lines.Append(line).Append('\n');
                line = "";
            }

            if (line.Length > width) throw new InvalidOperationException($"Wider than {width} columns: {line}");
        }

        return $"{lines}{line}_\n";
    }
}
