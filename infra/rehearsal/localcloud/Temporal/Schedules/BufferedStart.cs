using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>A start that a schedule has decided on, and not made yet.</summary>
/// <param name="Number">Its number among all of its schedule: with it, it is made once, however often it is tried.</param>
/// <param name="Nominal">The time that the specification says; it becomes part of the workflow's id.</param>
/// <param name="Actual">The same with jitter.</param>
/// <param name="Overlap">What becomes of it while a workflow runs; unspecified for what the schedule says then.</param>
/// <param name="IsManual">Whether somebody asked for it, and not the specification.</param>
internal sealed record BufferedStart(
    long Number, DateTimeOffset Nominal, DateTimeOffset Actual, ScheduleOverlapPolicy Overlap, bool IsManual);
