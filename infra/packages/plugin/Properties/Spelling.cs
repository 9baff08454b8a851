using EmbeddedPulumi.Protocol;

namespace PipAi.Plugins.Properties;

/// <summary>Finds the name that was probably meant.</summary>
public static class Spelling
{
    /// <summary>The known name nearest to a misspelt one, or null if none is near enough to suggest.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        var plain = Plain(written);
        var limit = Math.Max(1, plain.Length / 3);
        return known
            .Select(name => (name, distance: EditDistance.Between(plain, Plain(name))))
            .Where(candidate => candidate.distance <= limit || IsPartOf(plain, Plain(candidate.name)))
            .OrderBy(candidate => candidate.distance).ThenBy(candidate => candidate.name, StringComparer.Ordinal)
            .Select(candidate => candidate.name)
            .FirstOrDefault();
    }

    /// <summary>“; did you mean 'x'?”, or nothing.</summary>
    public static string DidYouMean(string written, IEnumerable<string> known) =>
        Nearest(written, known) is { } name ? $"; did you mean '{name}'?" : "";

    // A cut-off name: org for orgSlug, TERM for SIGTERM.
    private static bool IsPartOf(string part, string whole) =>
        part.Length >= 3 && (whole.StartsWith(part, StringComparison.Ordinal) || whole.EndsWith(part, StringComparison.Ordinal));

    // snake_case, kebab-case and capitals are the usual ways to misspell a camelCase name.
    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
