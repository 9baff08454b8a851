using UglyToad.PdfPig.Content;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>The letters of a PDF page as a reader sees them: one where the same letter is printed twice to look bold.</summary>
internal static class PdfLetters
{
    /// <summary>Leaves out each letter that lies upon an equal one.</summary>
    public static IReadOnlyList<Letter> WithoutDoubles(IReadOnlyList<Letter> letters)
    {
        var seen = new HashSet<(string Value, int X, int Y)>();
        var single = new List<Letter>(letters.Count);
        foreach (var letter in letters)
        {
            var (x, y) = ((int)Math.Round(letter.StartBaseLine.X * 2), (int)Math.Round(letter.StartBaseLine.Y * 2));
            // A third of a letter's width: two narrow letters side by side are farther apart. In half points, as the places are.
            var reach = (int)Math.Clamp(letter.Width * 2 / 3, 1, 6);
            if (!IsBlank(letter) && Places(x, y, reach).Any(place => seen.Contains((letter.Value, place.X, place.Y)))) continue;
            seen.Add((letter.Value, x, y));
            single.Add(letter);
        }

        return single;
    }

    private static bool IsBlank(Letter letter) => string.IsNullOrWhiteSpace(letter.Value);

    private static IEnumerable<(int X, int Y)> Places(int x, int y, int reach)
    {
        for (var across = -reach; across <= reach; across++)
            for (var up = -1; up <= 1; up++) yield return (x + across, y + up);
    }
}
