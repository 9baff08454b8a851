using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>A semantic version range as <c>RequirePulumiVersion</c> sends it: <c>&gt;= 3.1.0 &lt;4.0.0 || 5.x</c>.</summary>
internal sealed partial record VersionRange(ImmutableArray<ImmutableArray<(string Operator, string Version)>> Alternatives)
{
    /// <summary>Reads a range; parts that are not understood do not restrict it.</summary>
    public static VersionRange Parse(string text) => new(
        [.. text.Split("||").Select(
            part => Conditions().Matches(part).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).ToImmutableArray())]);

    public bool Contains(string version) =>
        Alternatives.Any(conditions => conditions.All(condition => Holds(condition.Operator, condition.Version, Number(version))));

    private static bool Holds(string comparison, string text, Version value)
    {
        var bound = Number(text);
        return comparison switch
        {
            ">=" => value >= bound,
            ">" => value > bound,
            "<=" => value <= bound,
            "<" => value < bound,
            "!=" or "!" => !IsSame(text, value),
            "^" => value >= bound && value.Major == bound.Major,
            "~" => value >= bound && value.Major == bound.Major && value.Minor == bound.Minor,
            _ => IsSame(text, value),
        };
    }

    /// <summary>Up to the first <c>x</c> of the bound, if it has one.</summary>
    private static bool IsSame(string text, Version value)
    {
        int[] parts = [value.Major, value.Minor, value.Build];
        return Core(text).TakeWhile(part => part is not ("x" or "X" or "*")).Index()
            .All(part => part.Index >= parts.Length || part.Item == parts[part.Index].ToString(CultureInfo.InvariantCulture));
    }

    private static Version Number(string text)
    {
        var core = Core(text);
        int Part(int index) => index < core.Length && int.TryParse(core[index], out var number) ? number : 0;
        return new Version(Part(0), Part(1), Part(2));
    }

    private static string[] Core(string text) => text.TrimStart('v').Split('-', '+')[0].Split('.');

    // An operator may stand apart from its version.
    [GeneratedRegex(@"([<>=!^~]*)\s*v?(\d+(?:\.(?:\d+|[xX*]))*(?:[-+][\w.+-]+)?)", RegexOptions.CultureInvariant)]
    private static partial Regex Conditions();
}
