using PipAi.Workers.Pipeline.Health;
using PipAi.Workers.Pipeline.Restarts;

namespace PipAi.Pipeline.Tests.Restarts;

public sealed class EndingRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongEnough = HealthLimits.Silence;

    [Fact]
    public void In_an_outage_nobody_ends()
    {
        foreach (var phase in Enum.GetValues<WorkerPhase>())
            Assert.False(EndingRule.CanHelp(phase, isStopped: true, isDeaf: true, answeringOthers: null));
    }

    [Theory]
    [InlineData(WorkerPhase.Connecting, false)]
    [InlineData(WorkerPhase.Polling, true)]
    [InlineData(WorkerPhase.Draining, false)]
    [InlineData(WorkerPhase.Ended, true)]
    internal void A_worker_to_which_Temporal_alone_gives_no_answer_ends(WorkerPhase phase, bool ends) =>
        Assert.Equal(ends, EndingRule.CanHelp(phase, isStopped: false, isDeaf: true, LongEnough));

    [Fact]
    public void After_an_outage_the_SDK_has_time_to_find_its_way_back()
    {
        Assert.False(EndingRule.CanHelp(WorkerPhase.Polling, isStopped: false, isDeaf: true, LongEnough - TimeSpan.FromSeconds(1)));
        Assert.True(
            EndingRule.CanHelp(WorkerPhase.Polling, isStopped: true, isDeaf: true, TimeSpan.Zero)); // one that polls no more finds nothing
    }

    [Fact]
    public void A_worker_whose_polls_come_back_never_ends() =>
        Assert.False(EndingRule.CanHelp(WorkerPhase.Polling, isStopped: false, isDeaf: false, TimeSpan.FromDays(1)));

    [Fact]
    public void A_restart_that_does_not_help_is_tried_again_after_twice_the_time_and_at_most_an_hour() =>
        Assert.Equal([2, 4, 8, 16, 32, 60, 60], Lives(7).Select(life => life.TotalMinutes));

    [Fact]
    public void A_hundred_restarts_that_do_not_help_leave_a_process_that_is_tried_again_within_an_hour()
    {
        var lives = Lives(100).ToList();
        Assert.All(lives, life => Assert.InRange(life, TimeSpan.FromMinutes(2), TimeSpan.FromHours(1)));
        Assert.Equal(TimeSpan.FromHours(1), EndingRule.Interval(int.MaxValue));
    }

    [Fact]
    public void A_restart_that_helped_ends_the_row()
    {
        var note = new EndingNote(4, Now, "deaf");
        Assert.Equal(5, EndingRule.Next(note, TimeSpan.FromMinutes(31), Now, "deaf").InARow);
        Assert.Equal(1, EndingRule.Next(note, TimeSpan.FromMinutes(32), Now, "deaf").InARow);
        Assert.True(EndingRule.Wait(note, worked: TimeSpan.FromHours(3), uptime: TimeSpan.FromHours(3)) <= TimeSpan.Zero);
    }

    /// <summary>How long each process lives when its polls are never answered.</summary>
    private static IEnumerable<TimeSpan> Lives(int count)
    {
        EndingNote? note = null;
        for (var life = 0; life < count; life++)
        {
            yield return EndingRule.Wait(note, worked: TimeSpan.Zero, uptime: TimeSpan.Zero);
            note = EndingRule.Next(note, TimeSpan.Zero, Now, "deaf");
        }
    }
}
