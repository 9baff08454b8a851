using System.Globalization;
using System.Text.RegularExpressions;

namespace PipAi.Operations.Platform;

/// <summary>A time in the past, as a person writes it: with its zone, or how long ago.</summary>
internal static partial class PastTime
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a time; <paramref name="mistake"/> says what is wrong with it, and what would be right.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time, out string mistake)
    {
        mistake = "";
        if (Ago().Match(text.Trim()) is { Success: true } ago)
        {
            time = now - Span(decimal.Parse(ago.Groups[1].ValueSpan, CultureInfo.InvariantCulture), ago.Groups[2].Value);
            return true;
        }

        var isTime = DateTimeOffset.TryParseExact(
            text.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
        if (!isTime || !Zone().IsMatch(text))
            mistake = $"'{text}' is no time with a zone, such as {now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z, and not how long ago, such as 15m or 2h.";
        else if (time > now)
            mistake = $"'{text}' is in the future: it is {now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z now.";
        return mistake.Length == 0;
    }

    private static TimeSpan Span(decimal number, string unit) => TimeSpan.FromSeconds((double)number * unit[0] switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        _ => 86_400,
    });

    [GeneratedRegex(@"^([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(s|m|min|h|d)(?: ago)?\z")]
    private static partial Regex Ago();

    [GeneratedRegex(@"(Z|[+-][0-9]{2}:[0-9]{2})\s*\z")]
    private static partial Regex Zone();
}
