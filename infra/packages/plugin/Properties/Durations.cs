using System.Globalization;
using System.Text.RegularExpressions;

namespace PipAi.Plugins.Properties;

/// <summary>Durations as Go writes them: <c>15s</c>, <c>1m30s</c>, <c>500ms</c>.</summary>
public static partial class Durations
{
    /// <summary>Reads a duration such as <c>1m30s</c>; negative ones and bare numbers other than 0 are refused.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0") return true;
        if (!WholeText().IsMatch(text)) return false;
        try
        {
            foreach (Match part in Part().Matches(text))
                duration += Unit(part.Groups[2].Value) * double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>Writes a duration in the shortest usual form: <c>90s</c> is <c>1m30s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        var hours = (long)duration.TotalHours;
        var seconds = duration.TotalSeconds - (hours * 3600) - (duration.Minutes * 60);
        var text = "";
        if (hours > 0) text += $"{hours}h";
        if (duration.Minutes > 0) text += $"{duration.Minutes}m";
        if (seconds > 0 && seconds < 1 && text.Length == 0)
            return (seconds * 1000).ToString("0.######", CultureInfo.InvariantCulture) + "ms";
        if (seconds > 0) text += seconds.ToString("0.#########", CultureInfo.InvariantCulture) + "s";
        return text;
    }

    private static TimeSpan Unit(string name) => name switch
    {
        "h" => TimeSpan.FromHours(1),
        "m" => TimeSpan.FromMinutes(1),
        "s" => TimeSpan.FromSeconds(1),
        "ms" => TimeSpan.FromMilliseconds(1),
        "ns" => TimeSpan.FromTicks(1) / 100,
        _ => TimeSpan.FromMicroseconds(1),
    };

    [GeneratedRegex(@"^([0-9]+(\.[0-9]+)?(h|ms|m|s|us|µs|ns))+\z")]
    private static partial Regex WholeText();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(h|ms|m|s|us|µs|ns)")]
    private static partial Regex Part();
}
