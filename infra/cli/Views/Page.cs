using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>What is shown fits the narrowest terminal in use, also in a pipe and in a log.</summary>
internal static class Page
{
    /// <summary>Columns.</summary>
    public const int Width = 80;

    /// <summary>A space at which no line is broken; it is printed as any other.</summary>
    public const char FixedSpace = '\u00a0';

    /// <summary>Words in lines that are not too long: the first line as it is, the others indented. A word is never broken.</summary>
    public static IEnumerable<string> Wrap(string first, string indent, IEnumerable<string> words, int width = Width)
    {
        var line = first;
        foreach (var word in words)
        {
            if (line.Length + 1 + word.Length > width && line.Trim().Length > 0)
            {
                yield return line.TrimEnd();
                line = indent + word;
            }
            else
            {
                line = line.Length == 0 || line.EndsWith(' ') ? line + word : $"{line} {word}";
            }
        }

        yield return line.TrimEnd();
    }

    /// <summary>Prints a sentence; what does not fit its first line is indented.</summary>
    public static void Write(IAnsiConsole console, string text)
    {
        foreach (var line in Wrap(text, "    ")) console.WriteLine(line);
    }

    /// <summary>A text of words.</summary>
    public static IEnumerable<string> Wrap(string text, string indent = "") => Wrap("", indent, text.Split(' '));
}
