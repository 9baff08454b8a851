using System.Collections.Immutable;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>What a schedule does now, as follows from its state alone.</summary>
/// <param name="State">The state when it is decided.</param>
/// <param name="Starts">The starts to be made.</param>
/// <param name="Ending">What is to be done to the workflow that runs.</param>
/// <param name="IsWhole">Whether no more can be decided before something happens.</param>
internal sealed record ScheduleDecision(
    ScheduleState State, ImmutableArray<BufferedStart> Starts, ScheduleOverlapPolicy Ending, bool IsWhole)
{
    /// <summary>Decides it.</summary>
    public static ScheduleDecision Of(ScheduleState state)
    {
        if (state.Workflow is null) return new(state with { Buffer = [] }, [], ScheduleOverlapPolicy.Unspecified, IsWhole: true);
        var overlaps = Overlaps.Of(state.Buffer, !state.Running.IsEmpty, state.OverlapOf);
        state = state with { Buffer = overlaps.Rest, Skipped = state.Skipped + overlaps.Skipped };
        var starts = ImmutableArray.CreateBuilder<BufferedStart>();
        foreach (var start in overlaps.Starts)
        {
            // What was asked for is done though the schedule is paused or has no actions left.
            if (!start.IsManual && !state.IsActive) continue;
            if (!start.IsManual && state.Schedule.State.LimitedActions) state = state.With(schedule => schedule.State.RemainingActions--);
            starts.Add(start);
        }
        return new(state, starts.ToImmutable(), overlaps.Ending, IsWhole: starts.Count == overlaps.Starts.Length);
    }
}
