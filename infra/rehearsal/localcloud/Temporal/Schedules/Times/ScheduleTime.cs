namespace PipAi.LocalCloud.Temporal.Schedules.Times;

/// <summary>A time at which a schedule acts.</summary>
/// <param name="Nominal">What its specification says, a whole second.</param>
/// <param name="Actual">The same with its share of the jitter.</param>
internal readonly record struct ScheduleTime(DateTimeOffset Nominal, DateTimeOffset Actual);
