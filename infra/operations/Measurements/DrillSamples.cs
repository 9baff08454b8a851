using PipAi.Operations.Drills;

namespace PipAi.Operations.Measurements;

/// <summary>What drills measured, as it is kept: a line for each.</summary>
internal static class DrillSamples
{
    /// <summary>The line of a drill.</summary>
    public static Sample Of(DrillReport report, DateTimeOffset at, string place) =>
        new(at, $"{Sample.DrillPrefix}{report.Drill}{(report.Part is { } part ? $", {part}" : "")}", report.Passed, place)
        {
            RecoverySeconds = report.Recovery?.TotalSeconds,
        };
}
