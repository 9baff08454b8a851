using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PipAi.LocalCloud.Platform;

/// <summary>Durations as Go writes them, <c>1m30s</c>, of which Fly and Temporal both make use.</summary>
internal static partial class GoDuration
{
    private const double Longest = 365 * 24 * 3600e9;

    private static readonly Dictionary<string, double> NanosecondsOf = new(StringComparer.Ordinal)
    {
        ["ns"] = 1,
        ["us"] = 1e3,
        ["µs"] = 1e3,
        ["ms"] = 1e6,
        ["s"] = 1e9,
        ["m"] = 60e9,
        ["h"] = 3600e9,
        ["d"] = 24 * 3600e9,
    };

    /// <summary>
    /// Reads a JSON string, or a number of nanoseconds, as in the Machines API; false when it is neither or not a duration.
    /// </summary>
    public static bool TryRead(JsonElement value, out TimeSpan duration)
    {
        duration = default;
        if (value.ValueKind == JsonValueKind.String) return TryParse(value.GetString()!, out duration);
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var nanoseconds)) return false;
        duration = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        return true;
    }

    /// <summary>
    /// Reads <c>300ms</c>, <c>1.5h</c>, <c>2h45m</c>; false when the text is no duration, negative or longer than a year.
    /// </summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text == "0") return true;
        if (text.Contains('d', StringComparison.Ordinal) || Nanoseconds(text) is not (>= 0 and <= Longest and var nanoseconds))
            return false;
        duration = TimeSpan.FromTicks((long)(nanoseconds / TimeSpan.NanosecondsPerTick));
        return true;
    }

    /// <summary>The same with a sign, and with days, which Go lacks and Temporal adds; null when the text is no duration.</summary>
    public static double? Nanoseconds(string text)
    {
        var parts = Parts().Match(text);
        if (!parts.Success) return null;
        var sum = parts.Groups["number"].Captures.Zip(
            parts.Groups["unit"].Captures, (number, unit) =>
                double.Parse(number.Value, CultureInfo.InvariantCulture) * NanosecondsOf[unit.Value]).Sum();
        return text[0] == '-' ? -sum : sum;
    }

    [GeneratedRegex(@"^-?((?<number>\d+(\.\d*)?|\.\d+)(?<unit>ns|us|µs|ms|s|m|h|d))+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();
}
