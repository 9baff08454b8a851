using PipAi.Workers.Pipeline.Health;

namespace PipAi.Workers.Pipeline.Restarts;

/// <summary>
/// When a process ends itself so that the platform starts it again. Only where that can help: Temporal answers a new connection, and not
/// the worker's. And never in quick succession: a platform that sees ten ends within five minutes may leave the machine down for good
/// (Fly does), and what a restart did not mend the next one seldom does.
/// </summary>
internal static class EndingRule
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How long a process lives at least after so many ended themselves in a row: doubled each time, an hour at most.</summary>
    public static TimeSpan Interval(int inARow) =>
        inARow >= 5 ? Longest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Max(0, inARow)));

    /// <summary>Whether a new process would get what this one does not.</summary>
    /// <param name="phase">What the worker says of itself.</param>
    /// <param name="isStopped">Whether the SDK polls no more.</param>
    /// <param name="isDeaf">Whether some polls do not come back.</param>
    /// <param name="answeringOthers">For how long Temporal has answered each new connection; null if it does not.</param>
    public static bool CanHelp(WorkerPhase phase, bool isStopped, bool isDeaf, TimeSpan? answeringOthers) =>
        answeringOthers is { } since && phase switch
        {
            WorkerPhase.Ended => true,
            // The SDK finds its way back by itself after an outage, so it is given the time that it needs for one more round.
            WorkerPhase.Polling => isStopped || (isDeaf && since >= HealthLimits.Silence),
            WorkerPhase.Connecting or WorkerPhase.Draining => false,
        };

    /// <summary>The note that this process would leave.</summary>
    /// <param name="before">The last one's; null if there was none.</param>
    /// <param name="worked">For how long polls came back in this process: a restart that helped ends the row.</param>
    /// <param name="now">The time.</param>
    /// <param name="reason">Why it ends.</param>
    public static EndingNote Next(EndingNote? before, TimeSpan worked, DateTimeOffset now, string reason) =>
        new(InARow(before, worked) + 1, now, reason);

    /// <summary>How much longer it must live; nothing, or less, if it may end.</summary>
    /// <param name="before">The last one's note; null if there was none.</param>
    /// <param name="worked">For how long polls came back in this process.</param>
    /// <param name="uptime">How long it has lived.</param>
    public static TimeSpan Wait(EndingNote? before, TimeSpan worked, TimeSpan uptime) => Interval(InARow(before, worked)) - uptime;

    private static int InARow(EndingNote? before, TimeSpan worked) =>
        before is null || worked >= Interval(before.InARow) ? 0 : before.InARow;
}
