namespace PipAi.Operations.Drills;

/// <summary>What a drill may do to a platform that customers use: measure. What breaks something is for rehearsals.</summary>
internal static class LiveGuard
{
    /// <summary>Why a scenario is not run on a live platform; null where it breaks nothing.</summary>
    public static string? Refusal(DrillScenario scenario) =>
        scenario.Faults.IsEmpty && scenario.Accident is null
            ? null
            : $"'{scenario.Drill}' breaks something, and a live platform is only measured: no fault of a rehearsal has a counterpart in the "
                + "vendors' public APIs that this command may use";
}
