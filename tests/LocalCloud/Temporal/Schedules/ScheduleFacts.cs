using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal.Schedules;

/// <summary>What schedules do: the same here and on Temporal's own server.</summary>
public abstract class ScheduleFacts(IServedTemporal temporal)
{
    [Fact]
    public async Task A_description_shows_one_form_of_what_was_asked_for_and_what_goes_without_saying()
    {
        var schedule = new HandSchedule(temporal);
        var created = await schedule.CreateAsync(asked =>
        {
            asked.Spec.Calendar.Add(new CalendarSpec { Hour = "5,7", Minute = "23", Comment = "reports" });
            asked.Spec.CronString.Add("CRON_TZ=Europe/London 0 12 * * MON # lunch");
            asked.Spec.Interval.Add(HandSchedule.Every(90 * 60, 60));
            asked.Policies = null;
            asked.State.Paused = true;
        });
        var shown = await schedule.DescribeAsync();

        Assert.Equal("Europe/London", shown.Schedule.Spec.TimezoneName);
        Assert.Equal(
            ["reports 23..23/1 5..5/1 7..7/1 0..6/1", "lunch 0..0/1 12..12/1 1..1/1"],
            shown.Schedule.Spec.StructuredCalendar.Select(Written));
        Assert.Equal(5460, shown.Schedule.Spec.Interval.Sum(interval => interval.Interval.Seconds + interval.Phase.Seconds));
        Assert.Empty(shown.Schedule.Spec.CronString);
        Assert.Empty(shown.Schedule.Spec.Calendar);
        var policies = shown.Schedule.Policies;
        Assert.Equal((ScheduleOverlapPolicy.Skip, 365 * 24 * 3600), (policies.OverlapPolicy, policies.CatchupWindow.Seconds));
        Assert.Equal(("first", true, 10), (shown.Schedule.State.Notes, shown.Schedule.State.Paused, shown.Info.FutureActionTimes.Count));
        Assert.Equal(created.ConflictToken, shown.ConflictToken);
        Assert.NotNull(shown.Info.CreateTime);
        Assert.Null(shown.Info.UpdateTime);
        Assert.Null(shown.Memo);
    }

    [Theory]
    [MemberData(nameof(ScheduleTimes.Rows), MemberType = typeof(ScheduleTimes))]
    public async Task A_schedule_acts_at_the_times_that_it_means(string name)
    {
        var (spec, from, to, times) = ScheduleTimes.All[name];
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync(asked => (asked.Spec, asked.State.Paused) = (spec, true));

        Assert.Equal(times, await schedule.TimesAsync(from, to));
    }

    [Fact]
    public async Task An_action_starts_the_workflow_with_the_time_in_its_id_and_says_whose_it_is()
    {
        var schedule = new HandSchedule(temporal);
        // No server does anything about it so far.
        await schedule.CreateAsync(asked => asked.Policies.KeepOriginalWorkflowId = true);
        await schedule.TriggerAsync(7);
        var task = await schedule.Hand.TaskAsync();
        var shown = await schedule.UntilAsync(described => described.Info.ActionCount == 1);

        var id = $"{schedule.Hand.Id}-2026-11-27T03:00:07Z";
        Assert.Equal(id, task.WorkflowExecution.WorkflowId);
        var started = task.History.Events[0].WorkflowExecutionStartedEventAttributes;
        Assert.Equal($"temporal-scheduler-{temporal.Namespace}-{schedule.Id}", started.Identity);
        Assert.Equal(
            [$"TemporalScheduledById \"{schedule.Id}\" Keyword", "TemporalScheduledStartTime \"2026-11-27T03:00:07Z\" Datetime"],
            started.SearchAttributes.IndexedFields.OrderBy(field => field.Key, StringComparer.Ordinal)
                .Select(field => $"{field.Key} {field.Value.Data.ToStringUtf8()} {field.Value.Metadata["type"].ToStringUtf8()}"));
        var recent = Assert.Single(shown.Info.RecentActions);
        Assert.Equal((id, task.WorkflowExecution.RunId), (recent.StartWorkflowResult.WorkflowId, recent.StartWorkflowResult.RunId));
        Assert.Equal(HandSchedule.At("2026-11-27T03:00:07Z"), recent.ScheduleTime);
        Assert.Equal(WorkflowExecutionStatus.Running, recent.StartWorkflowStatus);
        Assert.Equal(recent.StartWorkflowResult, Assert.Single(shown.Info.RunningWorkflows));
    }

    [Fact]
    public async Task A_schedule_with_two_actions_left_acts_twice()
    {
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync(asked =>
        {
            asked.Spec.Interval.Add(HandSchedule.Every(1));
            asked.Policies.OverlapPolicy = ScheduleOverlapPolicy.AllowAll;
            asked.State = new() { LimitedActions = true, RemainingActions = 2 };
        });

        var shown = await schedule.UntilAsync(described =>
            described.Schedule.State.RemainingActions == 0 && described.Info.ActionCount == 2);
        Assert.Empty(shown.Info.FutureActionTimes);
        Assert.Equal(2, shown.Info.RecentActions.Select(recent => recent.ScheduleTime).Distinct().Count());
        await schedule.TriggerAsync();
        Assert.Equal(0, (await schedule.UntilAsync(described => described.Info.ActionCount == 3)).Schedule.State.RemainingActions);
    }

    [Fact]
    public async Task The_past_is_made_up_for_with_its_first_and_its_last_time_also_while_paused()
    {
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync(asked =>
        {
            asked.Spec.Interval.Add(HandSchedule.Every(60));
            asked.State.Paused = true;
        });
        await schedule.PatchAsync(new()
        {
            BackfillRequest = { HandSchedule.Past("2026-03-01T10:00:00Z", "2026-03-01T10:12:00Z", ScheduleOverlapPolicy.AllowAll) },
        });

        var shown = await schedule.UntilAsync(described => described.Info.ActionCount == 13);
        Assert.Equal(HandSchedule.At("2026-03-01T10:12:00Z"), shown.Info.RecentActions.Max(recent => recent.ScheduleTime));
    }

    [Fact]
    public async Task A_schedule_that_starts_nothing_is_taken_and_does_nothing()
    {
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync(asked => asked.Action = null);
        await schedule.PatchAsync(new() { TriggerImmediately = new(), Pause = "after it" });

        var shown = await schedule.UntilAsync(described => described.Schedule.State.Paused);
        Assert.Equal((0, 0, 0), (shown.Info.ActionCount, shown.Info.OverlapSkipped, shown.Info.BufferSize));
    }

    [Fact]
    public async Task A_pause_has_a_reason_and_an_update_is_for_all_but_what_stands_on_an_older_state()
    {
        var schedule = new HandSchedule(temporal);
        var created = await schedule.CreateAsync();
        await schedule.PatchAsync(new() { Pause = "holiday" });
        var paused = await schedule.UntilAsync(described => described.Schedule.State.Paused);
        Assert.Equal("holiday", paused.Schedule.State.Notes);
        Assert.NotEqual(created.ConflictToken, paused.ConflictToken);

        var changed = paused.Schedule.Clone();
        changed.State.Notes = "too late";
        await schedule.UpdateAsync(changed, ask => ask.ConflictToken = created.ConflictToken);
        changed.State.Notes = "in time";
        changed.Policies.CatchupWindow = HandWorker.Seconds(1);
        await schedule.UpdateAsync(changed, ask => ask.ConflictToken = paused.ConflictToken);
        var updated = await schedule.UntilAsync(described => described.Info.UpdateTime is not null);
        Assert.Equal(("in time", 10), (updated.Schedule.State.Notes, updated.Schedule.Policies.CatchupWindow.Seconds));

        await schedule.PatchAsync(new() { Unpause = "back" });
        Assert.Equal("back", (await schedule.UntilAsync(described => !described.Schedule.State.Paused)).Schedule.State.Notes);
    }

    [Fact]
    public async Task A_request_that_is_repeated_is_done_once_and_an_id_is_taken_once()
    {
        var schedule = new HandSchedule(temporal);
        var creation = schedule.Creation();
        var service = temporal.Client.WorkflowService;
        var token = (await service.CreateScheduleAsync(creation)).ConflictToken;
        Assert.Equal(token, (await service.CreateScheduleAsync(creation)).ConflictToken);
        var taken = await Assert.ThrowsAsync<RpcException>(() => schedule.CreateAsync());
        Assert.Equal(RpcException.StatusCode.AlreadyExists, taken.Code);

        var trigger = new SchedulePatch { TriggerImmediately = new() { OverlapPolicy = ScheduleOverlapPolicy.AllowAll } };
        trigger.TriggerImmediately.ScheduledTime = HandSchedule.At("2026-11-27T03:00:01Z");
        await schedule.PatchAsync(trigger, "once");
        await schedule.UntilAsync(described => described.Info.ActionCount == 1);
        trigger.TriggerImmediately.ScheduledTime = HandSchedule.At("2026-11-27T03:00:02Z");
        await schedule.PatchAsync(trigger, "once");
        await schedule.TriggerAsync(3, ScheduleOverlapPolicy.AllowAll);
        Assert.Equal(
            ["2026-11-27T03:00:01Z", "2026-11-27T03:00:03Z"],
            HandSchedule.TimesOf(await schedule.UntilAsync(described => described.Info.ActionCount >= 2)));
    }

    [Fact]
    public async Task A_list_shows_the_schedules_that_a_filter_means()
    {
        var schedule = new HandSchedule(temporal);
        var creation = schedule.Creation(asked => asked.Spec.Interval.Add(HandSchedule.Every(3600)));
        creation.Memo = new() { Fields = { ["why"] = HandWorker.Text("canary") } };
        await temporal.Client.WorkflowService.CreateScheduleAsync(creation);

        await RunningTemporal.UntilAsync(async () => await FindAsync("TemporalSchedulePaused = false", schedule) is not null);
        var entry = (await FindAsync("", schedule))!;
        Assert.Equal(("ByHand", "first", 5), (entry.Info.WorkflowType.Name, entry.Info.Notes, entry.Info.FutureActionTimes.Count));
        Assert.Equal(HandWorker.Text("canary"), Assert.Single(entry.Memo.Fields).Value);
        await schedule.PatchAsync(new() { Pause = "enough" });
        await RunningTemporal.UntilAsync(async () => await FindAsync("TemporalSchedulePaused = true", schedule) is not null);

        await schedule.DeleteAsync();
        await RunningTemporal.UntilAsync(async () => await FindAsync("", schedule) is null);
        Func<Task>[] calls =
            [schedule.DescribeAsync, schedule.DeleteAsync, () => schedule.TriggerAsync(), () => schedule.UpdateAsync(creation.Schedule)];
        foreach (var call in calls) Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(call));
    }

    [Fact]
    public async Task The_client_of_the_SDK_makes_triggers_changes_and_deletes_a_schedule()
    {
        var hand = new HandWorker(temporal);
        var handle = await temporal.Client.CreateScheduleAsync(
            RunningTemporal.Unique("canary"),
            new(
                Temporalio.Client.Schedules.ScheduleActionStartWorkflow.Create("ByHand", [], new(hand.Id, hand.Queue)),
                new() { CronExpressions = ["0 3 * * *"], TimeZoneName = "Europe/London", Jitter = TimeSpan.FromMinutes(5) })
            {
                State = new() { Note = "nightly" },
            },
            new() { TriggerImmediately = true });
        await hand.CompleteAsync(await hand.TaskAsync(), HandWorker.Complete());
        await handle.UpdateAsync(input =>
        {
            var schedule = input.Description.Schedule;
            return new(schedule with { State = schedule.State with { Note = "changed" } });
        });
        // Temporal's own server may lose what comes while it is at the last change.
        await RunningTemporal.UntilAsync(async () => (await handle.DescribeAsync()).Schedule.State.Note == "changed");
        await handle.PauseAsync("tonight");

        await RunningTemporal.UntilAsync(async () => (await handle.DescribeAsync()).Schedule.State.Paused);
        var described = await handle.DescribeAsync();
        Assert.Equal(("tonight", 1), (described.Schedule.State.Note, (int)described.Info.NumActions));
        Assert.NotNull(described.Info.LastUpdatedAt);
        var london = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");
        Assert.All(described.Info.NextActionTimes, time =>
            Assert.InRange(TimeZoneInfo.ConvertTimeFromUtc(time, london).TimeOfDay, TimeSpan.FromHours(3), TimeSpan.FromMinutes(185)));
        await handle.DeleteAsync();
        await Assert.ThrowsAsync<RpcException>(() => handle.DescribeAsync());
    }

    private async Task<ScheduleListEntry?> FindAsync(string filter, HandSchedule schedule)
    {
        var listed = await temporal.Client.WorkflowService.ListSchedulesAsync(
            new() { Namespace = temporal.Namespace, Query = filter, MaximumPageSize = 100 });
        return listed.Schedules.SingleOrDefault(entry => entry.ScheduleId == schedule.Id);
    }

    private static string Written(StructuredCalendarSpec calendar) => string.Join(' ', calendar.Minute.Concat(calendar.Hour)
        .Concat(calendar.DayOfWeek).Select(range => $"{range.Start}..{range.End}/{range.Step}").Prepend(calendar.Comment));
}
