using Temporalio.Api.Schedule.V1;

namespace PipAi.LocalCloud.Temporal.Schedules.Times;

/// <summary>What a cron string means: a calendar or an interval, and perhaps a time zone.</summary>
/// <param name="Calendar">The calendar, if it is one.</param>
/// <param name="Interval">The interval, if it is one.</param>
/// <param name="Zone">The name of the time zone; empty where none is named.</param>
internal sealed record CronText(CalendarSpec? Calendar, IntervalSpec? Interval, string Zone)
{
    private const string Every = "@every";

    private static readonly Dictionary<string, string> Shorthands = new(StringComparer.Ordinal)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    /// <summary>Reads one: five fields from minute to day of week, six with a year behind them, seven with a second before them.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static CronText Read(string text)
    {
        var (zone, rest) = CutZone(text.Trim());
        var (fields, comment) = rest.Split('#', 2) is [var before, var after] ? (before.Trim(), after.Trim()) : (rest.Trim(), "");
        if (fields.StartsWith(Every, StringComparison.Ordinal))
        {
            if (fields.Split(' ', 2) is not [_, var interval]) throw new FormatException("CronString does not have interval after @every");
            return new(null, IntervalText.Read(interval), "");
        }
        fields = Shorthands.GetValueOrDefault(fields, fields);
        return new(CalendarOf(fields.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), comment), null, zone);
    }

    private static (string Zone, string Fields) CutZone(string text)
    {
        if (!text.StartsWith("TZ=", StringComparison.Ordinal) && !text.StartsWith("CRON_TZ=", StringComparison.Ordinal)) return ("", text);
        if (text.Split(' ', 2) is not [var zone, var rest]) throw new FormatException("CronString has time zone but missing fields");
        return (zone[(zone.IndexOf('=', StringComparison.Ordinal) + 1)..], rest);
    }

    private static CalendarSpec CalendarOf(string[] fields, string comment)
    {
        if (fields.Length is < 5 or > 7) throw new FormatException("CronString does not have 5-7 fields");
        var five = fields.Length == 7 ? fields[1..] : fields;
        return new()
        {
            Second = fields.Length == 7 ? fields[0] : "",
            Minute = five[0],
            Hour = five[1],
            DayOfMonth = five[2],
            Month = five[3],
            DayOfWeek = five[4],
            Year = five.Length > 5 ? five[5] : "",
            Comment = comment,
        };
    }
}
