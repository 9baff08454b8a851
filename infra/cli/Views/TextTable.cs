using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>Rows in columns as wide as what is in them: no word is broken.</summary>
internal static class TextTable
{
    /// <summary>Prints them, the first row as the heading.</summary>
    /// <param name="console">Where to print.</param>
    /// <param name="rows">The rows, all of the same length.</param>
    /// <param name="numbers">The columns that hold numbers, which end at the same place; none by default.</param>
    /// <param name="colour">The colour of a row; grey for the heading.</param>
    /// <param name="indent">What every line begins with.</param>
    public static void Write(
        IAnsiConsole console, IReadOnlyList<string[]> rows, Range numbers = default, Func<string[], string>? colour = null,
        string indent = "  ")
    {
        var (first, count) = numbers.GetOffsetAndLength(rows[0].Length);
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var index = 0; index < rows.Count; index++)
        {
            var cells = rows[index].Select(
                (cell, column) => column >= first && column < first + count ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            var line = $"{indent}{string.Join("  ", cells)}".TrimEnd();
            console.MarkupLine($"[{(index == 0 ? "grey" : colour?.Invoke(rows[index]) ?? "default")}]{Markup.Escape(line)}[/]");
        }
    }
}
