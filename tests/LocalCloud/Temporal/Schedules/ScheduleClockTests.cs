using PipAi.LocalCloud.Temporal.Schedules;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;

namespace PipAi.LocalCloud.Tests.Temporal.Schedules;

/// <summary>Schedules over days, restarts and changed clocks.</summary>
public sealed class ScheduleClockTests
{
    [Fact]
    public async Task Each_night_is_acted_on_once_though_clocks_are_put_back()
    {
        await using var temporal = await ClockedTemporal.StartAsync();
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync(asked =>
        {
            (asked.Spec.TimezoneName, asked.Policies.OverlapPolicy) = ("Europe/London", ScheduleOverlapPolicy.AllowAll);
            asked.Spec.CronString.Add("30 3 * * *");
        });
        for (var hour = 0; hour < 72; hour++) temporal.Time.Advance(TimeSpan.FromHours(1));

        var shown = await schedule.DescribeAsync();
        Assert.Equal(
            ["2026-10-24T02:30:00Z", "2026-10-25T03:30:00Z", "2026-10-26T03:30:00Z"],
            HandSchedule.TimesOf(shown));
        Assert.Equal(3, shown.Info.ActionCount);
    }

    [Fact]
    public async Task What_was_missed_while_the_service_was_down_is_made_up_for_within_the_window()
    {
        await using var temporal = await ClockedTemporal.StartAsync();
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync(asked =>
        {
            asked.Spec.Interval.Add(HandSchedule.Every(3600));
            (asked.Policies.OverlapPolicy, asked.Policies.CatchupWindow) = (ScheduleOverlapPolicy.AllowAll, HandWorker.Seconds(3 * 3600));
        });
        temporal.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, (await schedule.DescribeAsync()).Info.ActionCount);

        await temporal.StopAsync();
        temporal.Time.Advance(TimeSpan.FromHours(10.5));
        await temporal.GoOnAsync();

        var shown = await schedule.UntilAsync(described => described.Info.ActionCount > 1);
        Assert.Equal((4, 7), (shown.Info.ActionCount, shown.Info.MissedCatchupWindow));
        Assert.Equal(["T01", "T09", "T10", "T11"], HandSchedule.TimesOf(shown).Select(time => time[^10..^7]));
        temporal.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((5, 7), ((await schedule.DescribeAsync()).Info.ActionCount, shown.Info.MissedCatchupWindow));
    }

    [Fact]
    public async Task A_service_that_ended_between_what_was_decided_and_what_was_done_does_it_once()
    {
        await using var temporal = await ClockedTemporal.StartAsync();
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync();
        var trigger = new SchedulePatch { TriggerImmediately = new() { ScheduledTime = HandSchedule.At("2026-11-27T03:00:00Z") } };
        var folder = new ScheduleFolder(temporal.Histories);
        var decided = ScheduleChanges.Patch(Assert.Single(folder.Load()), trigger, temporal.Time.GetUtcNow());
        await schedule.PatchAsync(trigger);
        var done = Assert.Single((await schedule.DescribeAsync()).Info.RecentActions);
        await schedule.Hand.CompleteAsync(await schedule.Hand.TaskAsync(), HandWorker.Complete());

        await temporal.StopAsync();
        Assert.NotEmpty(decided.Buffer);
        folder.Save(decided);
        await temporal.GoOnAsync();

        var shown = await schedule.UntilAsync(described => described.Info.ActionCount == 1);
        Assert.Equal(done.StartWorkflowResult, Assert.Single(shown.Info.RecentActions).StartWorkflowResult);
        Assert.Equal(1, (await temporal.Client.CountWorkflowsAsync("")).Count);
    }

    [Fact]
    public async Task What_waits_and_what_is_left_to_make_up_for_outlasts_a_restart_and_half_a_file_is_none()
    {
        await using var temporal = await ClockedTemporal.StartAsync();
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync(asked =>
        {
            asked.Spec.Interval.Add(HandSchedule.Every(60));
            asked.State.Paused = true;
        });
        await schedule.PatchAsync(new()
        {
            BackfillRequest = { HandSchedule.Past("2026-03-01T10:00:00Z", "2026-03-01T10:11:00Z", ScheduleOverlapPolicy.BufferAll) },
        });
        await temporal.StopAsync();
        var half = Path.Combine(temporal.Histories, temporal.Namespace, "half.schedule");
        await File.WriteAllBytesAsync(half, [200, 1, 8, 3], TestContext.Current.CancellationToken);
        await temporal.GoOnAsync();

        temporal.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(11, (await schedule.DescribeAsync()).Info.BufferSize);
        for (var minute = 0; minute < 12; minute++)
        {
            var task = await schedule.Hand.TaskAsync();
            Assert.EndsWith($"-2026-03-01T10:{minute:00}:00Z", task.WorkflowExecution.WorkflowId, StringComparison.Ordinal);
            await schedule.Hand.CompleteAsync(task, HandWorker.Complete());
        }
        var shown = await schedule.UntilAsync(described => described.Info.RunningWorkflows.Count == 0);
        Assert.Equal((12, 0), (shown.Info.ActionCount, shown.Info.BufferSize));
    }

    [Fact]
    public async Task A_schedule_that_has_nothing_more_to_do_is_gone_after_a_week()
    {
        await using var temporal = await ClockedTemporal.StartAsync();
        var (idle, paused) = (new HandSchedule(temporal), new HandSchedule(temporal));
        await idle.CreateAsync();
        await paused.CreateAsync(asked => asked.State.Paused = true);
        temporal.Time.Advance(TimeSpan.FromDays(6));
        await idle.DescribeAsync();
        temporal.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(Temporalio.Exceptions.RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(idle.DescribeAsync));
        await paused.DescribeAsync();
        Assert.Single(Directory.EnumerateFiles(temporal.Histories, "*.schedule", SearchOption.AllDirectories));
    }
}
