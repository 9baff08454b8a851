using System.Text.RegularExpressions;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>
/// The bullets and numbers that hang to the left of list items. Layout analysis takes them for a column of their own, so they are
/// taken out before and put to the words that follow them after.
/// </summary>
internal sealed partial class PdfMarker
{
    // Farthest from bullet to text, in sizes of the type: Word's default is 18 pt for 11 pt type.
    private const double Farthest = 4;
    private readonly Dictionary<Word, string> markers = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes the markers out of the words of a page.</summary>
    public PdfMarker(IReadOnlyList<Word> words)
    {
        var taken = new HashSet<Word>(ReferenceEqualityComparer.Instance);
        foreach (var marker in words.Where(word => Marker().IsMatch(word.Text)))
        {
            var size = Math.Max(marker.Letters[0].PointSize, 1);
            var near = words.Where(word => word != marker && Math.Abs(BaseLine(word) - BaseLine(marker)) < size / 4).ToList();
            // A sign between two words is none.
            if (near.Exists(word => IsBeside(word, marker, size))) continue;
            var follows = near.Where(word => IsBeside(marker, word, size)).MinBy(word => word.BoundingBox.Left);
            if (follows is not null && markers.TryAdd(follows, marker.Text)) taken.Add(marker);
        }

        Words = [.. words.Where(word => !taken.Contains(word))];
    }

    /// <summary>The other words.</summary>
    public IReadOnlyList<Word> Words { get; }

    /// <summary>The line, with the marker that belongs to its first word.</summary>
    public PdfLine Line(TextLine line)
    {
        var first = line.Words.MinBy(word => word.BoundingBox.Left);
        return new(line, first is not null && markers.TryGetValue(first, out var marker) ? $"{marker} {line.Text}" : line.Text);
    }

    private static bool IsBeside(Word left, Word right, double size) =>
        right.BoundingBox.Left > left.BoundingBox.Left && right.BoundingBox.Left - left.BoundingBox.Right < Farthest * size;

    private static double BaseLine(Word word) => word.Letters[0].StartBaseLine.Y;

    [GeneratedRegex(@"^(?:[•●○◦▪▫■□‣⁃∙·–—*+-]|[\uF0B7\uF0A7\uF0D8]|\d{1,3}[.)]|\(?[a-z]\)|\(\d{1,3}\))$")]
    private static partial Regex Marker();
}
