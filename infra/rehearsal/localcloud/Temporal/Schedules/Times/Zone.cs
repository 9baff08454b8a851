namespace PipAi.LocalCloud.Temporal.Schedules.Times;

/// <summary>A time zone: how far its clocks are from UTC, and when that changes.</summary>
internal sealed class Zone
{
    private readonly TimeZoneInfo zone;

    private Zone(TimeZoneInfo zone) => this.zone = zone;

    /// <summary>The one of a name in the database of time zones; the empty name is UTC.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static Zone Of(string name)
    {
        if (name is "" or "UTC") return new(TimeZoneInfo.Utc);
        // Names are files: none leads out of their folder, and their letters are large or small.
        if (name.Contains("..", StringComparison.Ordinal) || name[0] is '/' or '\\')
            throw new FormatException("time: invalid location name");
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) && found.Id == name
            ? new(found)
            : throw new FormatException($"unknown time zone {name}");
    }

    /// <summary>How far its clocks are ahead of UTC.</summary>
    public TimeSpan OffsetAt(DateTime utc) => zone.GetUtcOffset(new DateTimeOffset(utc.Ticks, TimeSpan.Zero));

    /// <summary>
    /// The first second after <paramref name="from"/> and until <paramref name="until"/> in which clocks show another offset than at first;
    /// null if there is none. They change once in that time at most.
    /// </summary>
    public DateTime? ChangeIn(DateTime from, DateTime until)
    {
        var offset = OffsetAt(from);
        if (OffsetAt(until) == offset) return null;
        var (before, after) = (from, until);
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = before.AddSeconds(Math.Floor((after - before).TotalSeconds / 2));
            if (OffsetAt(middle) == offset) before = middle;
            else after = middle;
        }
        return after;
    }
}
