using System.Globalization;

namespace PipAi.Cli.Views;

/// <summary>How long something took, as all verbs write it.</summary>
internal static class DurationText
{
    /// <summary>Such as <c>0.4 s</c>, <c>12.3 s</c>, <c>2 min 5 s</c>, <c>1 h 30 min</c>.</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalSeconds: < 59.95 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} min {span.Seconds} s",
        _ => $"{(int)span.TotalHours} h {span.Minutes} min",
    };

    /// <summary>In whole seconds, for what is shown again and again while it goes on.</summary>
    public static string Whole(TimeSpan span) => span.TotalSeconds < 60 ? $"{(int)span.TotalSeconds} s" : Of(span);
}
