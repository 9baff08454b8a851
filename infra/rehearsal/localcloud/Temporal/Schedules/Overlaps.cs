using System.Collections.Immutable;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>What is to be done with the starts that wait: a pure decision.</summary>
/// <param name="Starts">To be made now.</param>
/// <param name="Rest">To wait on.</param>
/// <param name="Skipped">How many are left out.</param>
/// <param name="Ending">What is to be done to the workflow that runs: none, or the policy that says so.</param>
internal sealed record Overlaps(
    ImmutableArray<BufferedStart> Starts, ImmutableArray<BufferedStart> Rest, int Skipped, ScheduleOverlapPolicy Ending)
{
    /// <summary>Decides it, from the starts in their order and from whether a workflow runs that must not be overlapped.</summary>
    public static Overlaps Of(
        IEnumerable<BufferedStart> buffer, bool isRunning, Func<ScheduleOverlapPolicy, ScheduleOverlapPolicy> overlapOf)
    {
        var together = ImmutableArray.CreateBuilder<BufferedStart>();
        var rest = ImmutableArray.CreateBuilder<BufferedStart>();
        BufferedStart? alone = null;
        var (skipped, cancels, terminates) = (0, false, false);
        foreach (var start in buffer)
        {
            var overlap = overlapOf(start.Overlap);
            if (overlap == ScheduleOverlapPolicy.AllowAll) together.Add(start);
            else if (!isRunning && alone is null) alone = start;
            else if (overlap == ScheduleOverlapPolicy.BufferAll) rest.Add(start);
            else if (overlap == ScheduleOverlapPolicy.BufferOne && rest.Count == 0) rest.Add(start);
            else if (overlap is not (ScheduleOverlapPolicy.CancelOther or ScheduleOverlapPolicy.TerminateOther)) skipped++;
            // What would have to end is not even begun.
            else if (!isRunning) alone = start;
            else
            {
                rest.Add(start);
                cancels |= overlap == ScheduleOverlapPolicy.CancelOther;
                terminates |= overlap == ScheduleOverlapPolicy.TerminateOther;
            }
        }
        var ending = terminates ? ScheduleOverlapPolicy.TerminateOther
            : cancels ? ScheduleOverlapPolicy.CancelOther : ScheduleOverlapPolicy.Unspecified;
        if (ending != ScheduleOverlapPolicy.Unspecified) together.Clear();
        if (alone is not null) together.Add(alone);
        return new(together.ToImmutable(), rest.ToImmutable(), skipped, ending);
    }
}
