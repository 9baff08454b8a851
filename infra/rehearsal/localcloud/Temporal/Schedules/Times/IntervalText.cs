using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Schedule.V1;

namespace PipAi.LocalCloud.Temporal.Schedules.Times;

/// <summary>Reads what follows <c>@every</c>: an interval such as <c>1h30m</c> or <c>5d</c>, and behind a slash its phase.</summary>
internal static partial class IntervalText
{
    private static readonly Dictionary<string, double> SecondsOf = new(StringComparer.Ordinal)
    {
        ["ns"] = 1e-9,
        ["us"] = 1e-6,
        ["µs"] = 1e-6,
        ["ms"] = 1e-3,
        ["s"] = 1,
        ["m"] = 60,
        ["h"] = 3600,
        ["d"] = 24 * 3600,
    };

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IntervalSpec Read(string text)
    {
        var parts = text.Split('/', 2);
        return new() { Interval = Length(parts[0]), Phase = parts is [_, { Length: > 0 } phase] ? Length(phase) : null };
    }

    private static Duration Length(string text)
    {
        var sign = text is ['-', ..] ? -1 : 1;
        var rest = text is ['-' or '+', ..] ? text[1..] : text;
        if (rest.Length == 0) throw Wrong("invalid duration", text);
        var seconds = 0.0;
        while (rest.Length > 0 && rest != "0")
        {
            var match = Part().Match(rest);
            if (!match.Success) throw Wrong("invalid duration", text);
            var unit = match.Groups["unit"].Value;
            if (unit.Length == 0) throw Wrong("missing unit in duration", text);
            if (!SecondsOf.TryGetValue(unit, out var worth)) throw Wrong($"unknown unit \"{unit}\" in duration", text);
            seconds += worth * double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
            rest = rest[match.Length..];
        }
        return seconds < TimeSpan.MaxValue.TotalSeconds
            ? Duration.FromTimeSpan(TimeSpan.FromSeconds(sign * seconds))
            : throw Wrong("invalid duration", text);
    }

    private static FormatException Wrong(string why, string text) => new($"time: {why} \"{text}\"");

    [GeneratedRegex(@"^(?<number>\d+\.?\d*|\.\d+)(?<unit>[^.\d]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
