using System.Globalization;
using PipAi.Operations.Drills;

namespace PipAi.Cli.Views.Drills;

/// <summary>The words in which all views tell of drills.</summary>
internal static class DrillWords
{
    public static string Of(DrillMoment moment) => moment switch
    {
        DrillMoment.Sent => "first document sent",
        DrillMoment.InForce => "fault in force",
        DrillMoment.Noticed => "noticed",
        DrillMoment.FirstAnswer => "first answer after it",
        DrillMoment.Recovered => "documents flow again",
        DrillMoment.FaultEnded => "fault ended",
        DrillMoment.Whole => "whole again",
        DrillMoment.Verified => "verified",
    };

    public static string Seconds(TimeSpan? span) => span is { } known ? DurationText.Of(known) : "never";

    /// <summary>From the fault: <c>+1.2 s</c>.</summary>
    public static string Signed(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:+0.0;-0.0;0.0} s");

    public static string Sentence(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}.";

    /// <summary>What a drill counted, by name.</summary>
    public static IEnumerable<(string Name, string Text)> Counts(DrillReport report)
    {
        yield return ("recovery", report.Target is { } target
            ? $"{Seconds(report.Recovery)} (target {DurationText.Of(target)})"
            : $"{Seconds(report.Recovery)} (no target: {report.WithoutTarget})");
        yield return ("documents",
            $"{report.Submitted} sent, {report.Completed} answered, {report.Lost.Length} lost, {report.Refusals} refusals");
        yield return ("work", $"{report.TriedAgain} tried again, {report.Repeated} ran twice, {report.DuplicateResults} stored twice");
        if (report.Latency is { } latency)
            yield return ("latency",
                $"p50 {Seconds(latency.P50)}, p95 {Seconds(latency.P95)}, p99 {Seconds(latency.P99)}, max {Seconds(latency.Max)}");
        foreach (var traffic in report.Requests)
            yield return ("requests", $"{traffic.Sent} to {traffic.Address.Host}, {traffic.Failed} failed");
        if (report.Replicas is { } gap)
            yield return ("replicas", gap.Missing == 0
                ? $"had all of {gap.Stored} documents when it broke"
                : $"lacked {gap.Missing} of {gap.Stored} documents when it broke; the newest was {Seconds(gap.Newest)} old, "
                    + $"the oldest {Seconds(gap.Oldest)}");
        yield return ("whole", $"{Seconds(report.Restoration)} from the end of the fault until all was whole");
    }

    /// <summary>What did not go as it should.</summary>
    public static IEnumerable<string> Why(DrillReport report)
    {
        if (report.Recovery > report.Target) yield return "Work flowed again later than the target.";
        if (report.Recovery is null) yield return "Work did not flow again.";
        if (report.Stopped is { } stopped) yield return $"Stopped: {stopped}.";
        foreach (var lost in report.Lost) yield return $"Lost: {lost}.";
        if (report.NotWhole is { } missing) yield return $"Not whole: {missing}.";
        foreach (var check in report.FailedChecks) yield return $"Does not hold: {check.Area}: {check.Name}: {check.Evidence}.";
    }
}
