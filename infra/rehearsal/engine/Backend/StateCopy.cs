using System.Globalization;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>A readable copy of a stack's state that can take the place of a damaged one.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Written">When the state that it has was written.</param>
/// <param name="IsNewest">Whether it is the state from before the last write; what newer copies there are of an older one cannot be read
/// either.</param>
public sealed record StateCopy(string File, DateTimeOffset Written, bool IsNewest)
{
    /// <summary>Which copy it is, and of when, as part of a sentence.</summary>
    public override string ToString()
    {
        var time = Written.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return IsNewest ? $"copy of the state before the last write, of {time}" : $"backup '{Path.GetFileName(File)}', of {time}";
    }

    /// <summary>What it says where it is offered.</summary>
    /// <param name="now">The time now, for its age.</param>
    internal string Offer(DateTimeOffset now) => IsNewest
        ? $"The {this}, can take its place."
        : $"The newer copies of it cannot be read either. The {this} ({Age(
            now - Written)} old), can take its place; what was done since then is not in it.";

    private static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => $"{age.TotalDays:0} days",
        { TotalHours: >= 2 } => $"{age.TotalHours:0} hours",
        { TotalMinutes: >= 2 } => $"{age.TotalMinutes:0} minutes",
        _ => $"{Math.Max(0, age.TotalSeconds):0} seconds",
    };
}
