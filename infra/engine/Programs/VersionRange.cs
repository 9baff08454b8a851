using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>A semantic version range as <c>RequirePulumiVersion</c> sends it: <c>&gt;=3.1.0 &lt;4.0.0 || 5.x</c>.</summary>
internal sealed record VersionRange(ImmutableArray<ImmutableArray<(string Operator, Version Version)>> Alternatives)
{
    /// <summary>Reads a range; parts that are not understood do not restrict it.</summary>
    public static VersionRange Parse(string text) => new(
        [.. text.Split("||").Select(part => part.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(Condition).ToImmutableArray())]);

    public bool Contains(string version)
    {
        var value = Number(version);
        return Alternatives.Any(conditions => conditions.All(condition => Holds(condition.Operator, condition.Version, value)));
    }

    private static bool Holds(string comparison, Version bound, Version value) => comparison switch
    {
        ">=" => value >= bound,
        ">" => value > bound,
        "<=" => value <= bound,
        "<" => value < bound,
        "!=" => value != bound,
        "^" => value >= bound && value.Major == bound.Major,
        "~" => value >= bound && value.Major == bound.Major && value.Minor == bound.Minor,
        "=" => value == bound,
        _ => true,
    };

    private static (string Operator, Version Version) Condition(string text)
    {
        var digits = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (digits < 0 || text.Contains('x', StringComparison.OrdinalIgnoreCase)) return ("any", new Version(0, 0));
        var comparison = text[..digits].TrimEnd('v');
        return (comparison.Length == 0 ? "=" : comparison, Number(text[digits..]));
    }

    private static Version Number(string text)
    {
        var core = text.TrimStart('v').Split('-', '+')[0].Split('.');
        int Part(int index) => index < core.Length && int.TryParse(core[index], out var number) ? number : 0;
        return new Version(Part(0), Part(1), Part(2));
    }
}
