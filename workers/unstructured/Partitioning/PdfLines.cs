using System.Text;
using PipAi.Workers.Unstructured.Elements;
using UglyToad.PdfPig.Content;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>What lines of text on a PDF page tell by their looks.</summary>
internal static class PdfLines
{
    /// <summary>Splits the lines of one layout block where the look says that something new begins: size, weight, bullet, gap.</summary>
    public static IEnumerable<IReadOnlyList<PdfLine>> Paragraphs(IEnumerable<PdfLine> lines)
    {
        var current = new List<PdfLine>();
        foreach (var line in lines.Where(line => !string.IsNullOrWhiteSpace(line.Text)))
        {
            if (current.Count > 0 && Begins(line, current))
            {
                yield return current;
                current = [];
            }

            current.Add(line);
        }

        if (current.Count > 0) yield return current;
    }

    /// <summary>The lines as one text; a word that was cut at the end of a line is made whole.</summary>
    public static string Join(IReadOnlyList<PdfLine> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines.Select(line => TextRun.Collapse(line.Text)).Where(line => line.Length > 0))
        {
            if (IsCut(text) && char.IsLower(line[0]))
            {
                // A compound with an earlier hyphen (state-of-the-|art) keeps this one, too.
                var word = text.ToString().AsSpan()[(text.ToString().LastIndexOf(' ') + 1)..^1];
                if (!word.Contains('-')) text.Length--;
            }
            else if (text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(line);
        }

        return text.ToString();
    }

    /// <summary>The size of most letters, in points, to the nearest half.</summary>
    public static double FontSize(IEnumerable<PdfLine> lines) => lines
        .SelectMany(line => line.Line.Words).SelectMany(word => word.Letters)
        .GroupBy(letter => Math.Round(letter.PointSize * 2) / 2)
        .MaxBy(group => group.Count())?.Key ?? 0;

    /// <summary>Whether a letter's font says that it is bold.</summary>
    public static bool IsBold(Letter letter) => letter.FontDetails.IsBold
        || (letter.FontName is { } name && (name.Contains("Bold", StringComparison.OrdinalIgnoreCase)
            || name.Contains("Black", StringComparison.OrdinalIgnoreCase) || name.Contains("Heavy", StringComparison.OrdinalIgnoreCase)));

    private static bool Begins(PdfLine line, List<PdfLine> current)
    {
        var last = current[^1];
        if (TextClassifier.BeginsListItem(TextRun.Collapse(line.Text))) return true;
        var (size, lastSize) = (FontSize([line]), FontSize([last]));
        if (Math.Abs(size - lastSize) > 0.12 * Math.Max(size, lastSize)) return true;
        if (Weight(line) != Weight(last) && (Weight(line) || Weight(last))) return true;
        var gap = last.Line.BoundingBox.Bottom - line.Line.BoundingBox.Top;
        return gap > 1.1 * Math.Max(lastSize, 1);
    }

    private static bool Weight(PdfLine line) => line.Line.Words.SelectMany(word => word.Letters).All(IsBold);

    private static bool IsCut(StringBuilder text) => text.Length > 1 && text[^1] == '-' && char.IsLetter(text[^2]);
}
