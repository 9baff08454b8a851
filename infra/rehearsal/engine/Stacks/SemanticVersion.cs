using System.Collections.Immutable;
using System.Globalization;

namespace EmbeddedPulumi.Engine.Stacks;

/// <summary>A semantic version, as packages and plugins carry one.</summary>
/// <param name="Major">First number.</param>
/// <param name="Minor">Second number.</param>
/// <param name="Patch">Third number.</param>
internal sealed record SemanticVersion(ulong Major, ulong Minor, ulong Patch) : IComparable<SemanticVersion>
{
    /// <summary>The parts after <c>-</c>; a version that has any precedes the one without.</summary>
    public ImmutableArray<string> Pre { get; init; } = [];

    /// <summary>The parts after <c>+</c>, which tell builds of one version apart.</summary>
    public ImmutableArray<string> Build { get; init; } = [];

    /// <summary>Reads a version; null where the text is none.</summary>
    public static SemanticVersion? Parse(string text)
    {
        var (rest, build) = Cut(text, '+');
        var (core, pre) = Cut(rest, '-');
        var numbers = core.Split('.');
        if (numbers.Length != 3 || build is "" || pre is "") return null;
        var parts = new ulong[3];
        for (var i = 0; i < 3; i++)
        {
            if ((numbers[i].Length > 1 && numbers[i][0] == '0')
                || !ulong.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i])) return null;
        }

        var version = new SemanticVersion(parts[0], parts[1], parts[2]) { Pre = Parts(pre), Build = Parts(build) };
        return version.Pre.Concat(version.Build).All(IsIdentifier) ? version : null;
    }

    /// <summary>Reads a version as folders and plugins write it: <c>v1.2</c> is 1.2.0.</summary>
    public static SemanticVersion? ParseTolerant(string text)
    {
        text = text.Trim();
        if (text.StartsWith('v')) text = text[1..];
        var numbers = text.Split('.', 3).Select(WithoutLeadingZeros).ToList();
        while (numbers.Count < 3) numbers.Add("0");
        return Parse(string.Join('.', numbers));
    }

    /// <inheritdoc/>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null) return 1;
        var order = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (order != 0) return order;
        if (Pre.IsEmpty || other.Pre.IsEmpty)
            return other.Pre.Length.CompareTo(Pre.Length) is var lengths && lengths == 0 ? 0 : Pre.IsEmpty ? 1 : -1;
        var differing = Pre.Zip(other.Pre, Compare).FirstOrDefault(compared => compared != 0);
        return differing != 0 ? differing : Pre.Length.CompareTo(other.Pre.Length);
    }

    /// <inheritdoc/>
    public bool Equals(SemanticVersion? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}")
        + (Pre.IsEmpty ? "" : "-" + string.Join('.', Pre)) + (Build.IsEmpty ? "" : "+" + string.Join('.', Build));

    private static string WithoutLeadingZeros(string number)
    {
        while (number.Length > 1 && number[0] == '0' && char.IsAsciiDigit(number[1])) number = number[1..];
        return number;
    }

    /// <summary>Numbers by their value and before texts, texts by their characters.</summary>
    private static int Compare(string one, string other) =>
        (ulong.TryParse(one, out var number), ulong.TryParse(other, out var otherNumber)) switch
        {
            (true, true) => number.CompareTo(otherNumber),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(one, other),
        };

    private static (string Head, string? Tail) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : (text, null);

    private static ImmutableArray<string> Parts(string? text) => text is null ? [] : [.. text.Split('.')];

    private static bool IsIdentifier(string part) =>
        part.Length > 0 && part.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
