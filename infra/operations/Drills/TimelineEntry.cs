namespace PipAi.Operations.Drills;

/// <summary>A moment of a drill.</summary>
/// <param name="Moment">Which one.</param>
/// <param name="At">When.</param>
/// <param name="SinceFault">How long after the fault was in force; negative before it.</param>
internal sealed record TimelineEntry(DrillMoment Moment, DateTimeOffset At, TimeSpan SinceFault);
