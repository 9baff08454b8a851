using System.Collections.Immutable;
using System.Globalization;
using Range = Temporalio.Api.Schedule.V1.Range;

namespace PipAi.LocalCloud.Temporal.Schedules.Times;

/// <summary>One field of a calendar: what its text may say, and which numbers that means.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Least">Its lowest number.</param>
/// <param name="Most">Its highest number; in a text, a day of the week may be one more.</param>
/// <param name="Default">What no text means.</param>
internal sealed record CalendarField(string Name, int Least, int Most, string Default)
{
    private const int Sunday = 7;
    private const string Any = "*";

    /// <summary>Names of the numbers from <see cref="Least"/> on, of which the first letters will do.</summary>
    private ImmutableArray<string> Names { get; init; } = [];

    /// <summary>How many letters at least.</summary>
    private int Letters { get; init; }

    /// <summary>0 to 59.</summary>
    public static CalendarField Second { get; } = new(nameof(Second), 0, 59, "0");

    /// <summary>0 to 59.</summary>
    public static CalendarField Minute { get; } = new(nameof(Minute), 0, 59, "0");

    /// <summary>0 to 23.</summary>
    public static CalendarField Hour { get; } = new(nameof(Hour), 0, 23, "0");

    /// <summary>1 to 31.</summary>
    public static CalendarField DayOfMonth { get; } = new(nameof(DayOfMonth), 1, 31, Any);

    /// <summary>1 to 12, or names.</summary>
    public static CalendarField Month { get; } = new(nameof(Month), 1, 12, Any) { Letters = 3, Names = [.. MonthNames()] };

    /// <summary>2000 to 2100; none is all.</summary>
    public static CalendarField Year { get; } = new(nameof(Year), 2000, CalendarClock.LastYear, Any);

    /// <summary>0 to 6, Sunday first, or names.</summary>
    public static CalendarField DayOfWeek { get; } = new(nameof(DayOfWeek), 0, 6, Any) { Letters = 2, Names = [.. DayNames()] };

    private int MostInText => Names.Length == Sunday ? Sunday : Most;

    /// <summary>The ranges that a text means, such as <c>1,3-5,*/10</c>.</summary>
    /// <exception cref="FormatException">It means none.</exception>
    public IEnumerable<Range> Read(string text)
    {
        text = text.Trim();
        if (text.Length == 0) text = Default;
        return text == Any && this == Year ? [] : text.Split(',').SelectMany(ReadPart);
    }

    /// <summary>What is wrong with ranges.</summary>
    public IEnumerable<string> Faults(IEnumerable<Range> ranges)
    {
        foreach (var range in ranges)
        {
            if (range.Start < Least || range.Start > Most) yield return $"{Name} Start is not in range [{Least}-{Most}]";
            if (range.End != 0 && (range.End < range.Start || range.End > Most))
                yield return $"{Name} End is before Start or not in range [{Least}-{Most}]";
            if (range.Step < 0) yield return $"{Name} has invalid Step";
        }
    }

    private IEnumerable<Range> ReadPart(string part)
    {
        var pieces = part.Split('/');
        if (pieces.Length > 2) throw new FormatException($"{Name} has too many slashes");
        var step = pieces.Length == 2 ? Step(pieces[1]) : 1;
        var (start, end) = Bounds(pieces[0], isOpen: pieces.Length == 2);
        // A week has one Sunday, which may be written as 7.
        if (end == Sunday && MostInText == Sunday)
        {
            if ((Sunday - start) % step == 0 && (step > 1 || start > 1))
            {
                yield return new Range();
                if (start == Sunday) yield break;
            }
            end = Most;
        }
        yield return new Range { Start = start, End = end == start ? 0 : end, Step = step == 1 ? 0 : step };
    }

    private (int Start, int End) Bounds(string text, bool isOpen)
    {
        if (text == Any) return (Least, MostInText);
        var range = $"in range [{Least}-{MostInText}]";
        if (text.Split('-') is [var only])
        {
            var value = Number(only, Least) ?? throw new FormatException($"{Name} is not {range}");
            return (value, isOpen ? MostInText : value);
        }
        if (text.Split('-') is not [var first, var last]) throw new FormatException($"{Name} has too many dashes");
        var start = Number(first, Least) ?? throw new FormatException($"{Name} Start is not {range}");
        return (start, Number(last, start) ?? throw new FormatException($"{Name} End is before Start or not {range}"));
    }

    private int Step(string text)
    {
        if (text.Length == 0) throw new FormatException($"{Name} missing step value");
        if (Integer(text) is not { } step) throw new FormatException($"strconv.Atoi: parsing \"{text}\": invalid syntax");
        return step >= 1 ? step : throw new FormatException($"{Name} has invalid Step");
    }

    private int? Number(string text, int least)
    {
        var name = Letters > 0 && text.Length >= Letters
            ? Names.FirstOrDefault(name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase)) : null;
        var number = name is null ? Integer(text) : Names.IndexOf(name) + Least;
        return number >= least && number <= MostInText ? number : null;
    }

    private static int? Integer(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IEnumerable<string> MonthNames() => DateTimeFormatInfo.InvariantInfo.MonthNames.Where(name => name.Length > 0);

    private static string[] DayNames() => DateTimeFormatInfo.InvariantInfo.DayNames;
}
