using System.Text.RegularExpressions;
using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Elements;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>Plain text: paragraphs stand between blank lines; a line that begins a list item begins a paragraph, too.</summary>
internal static partial class TextPartitioner
{
    /// <summary>Partitions a text.</summary>
    public static IReadOnlyList<RawElement> Partition(string text, CancellationToken cancellation)
    {
        var pieces = new List<RawElement>();
        foreach (var paragraph in BlankLine().Split(text.ReplaceLineEndings("\n").Replace('\f', '\n')))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var block in Blocks(paragraph)) Add(pieces, TextRun.Collapse(block));
        }

        return pieces;
    }

    private static IEnumerable<string> Blocks(string paragraph)
    {
        var lines = new List<string>();
        foreach (var line in paragraph.Split('\n'))
        {
            // A row of dashes or equals signs is drawing: it ends what stands above it, as a list item does. Other signs are text
            // of their own.
            var isSigns = !line.Any(char.IsLetterOrDigit);
            if (lines.Count > 0 && (isSigns || TextClassifier.BeginsListItem(line.TrimStart())))
            {
                yield return string.Join('\n', lines);
                lines.Clear();
            }

            if (!isSigns) lines.Add(line);
            else if (!Ruler().IsMatch(line)) yield return line;
        }

        yield return string.Join('\n', lines);
    }

    private static void Add(List<RawElement> pieces, string text)
    {
        if (text.Length == 0) return;
        var type = TextClassifier.Classify(text, titles: true);
        pieces.Add(new(type, type == ElementType.ListItem ? TextClassifier.WithoutBullet(text) : text));
    }

    [GeneratedRegex(@"^\s*[-=_~*+|#\s]{3,}$")]
    private static partial Regex Ruler();

    [GeneratedRegex(@"\n[ \t]*\n\s*")]
    private static partial Regex BlankLine();
}
