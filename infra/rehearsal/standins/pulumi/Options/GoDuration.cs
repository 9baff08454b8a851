using System.Globalization;
using System.Text.RegularExpressions;

namespace Pulumi;

/// <summary>Durations as Go writes them: <c>1h30m</c>, <c>5m</c>, <c>300000000000ns</c>.</summary>
internal static partial class GoDuration
{
    /// <summary>The duration; null for an empty text.</summary>
    /// <exception cref="FormatException">The text is no duration.</exception>
    public static TimeSpan? Parse(string text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (text == "0") return TimeSpan.Zero;
        if (!Whole().IsMatch(text)) throw new FormatException($"'{text}' is not a duration: it must read like 1h30m or 300s.");
        var sum = Part().Matches(text).Aggregate(TimeSpan.Zero, (total, part) => total + Time(part));
        return text.StartsWith('-') ? -sum : sum;
    }

    private static TimeSpan Time(Match part)
    {
        var number = double.Parse(part.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return part.Groups["unit"].Value switch
        {
            "ns" => TimeSpan.FromTicks((long)(number / 100)),
            "us" or "µs" => TimeSpan.FromMicroseconds(number),
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
    }

    [GeneratedRegex(@"^[+-]?((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<number>\d+(\.\d*)?|\.\d+)(?<unit>ns|us|µs|ms|s|m|h)")]
    private static partial Regex Part();
}
