namespace PipAi.Infra.Settings;

/// <summary>Finds the name that was meant.</summary>
internal static class Closest
{
    /// <summary>
    /// The one of <paramref name="names"/> that is at most two slips of the keyboard away, or lacks its beginning only; null when none is.
    /// </summary>
    public static string? To(string given, IEnumerable<string> names) => names
        .Where(name => name.Length > 0)
        .Select(
            name =>
                (Name: name, Slips: given.Length > 2 && name.EndsWith($"-{given}", StringComparison.Ordinal) ? 0 : Distance(given, name)))
        .Where(candidate => candidate.Slips <= Math.Max(1, Math.Min(2, candidate.Name.Length / 2)))
        .OrderBy(candidate => candidate.Slips)
        .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    // Levenshtein's distance, one row at a time.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
