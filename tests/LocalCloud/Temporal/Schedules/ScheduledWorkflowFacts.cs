using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Tests.Temporal.Schedules;

/// <summary>What schedules make of the workflows that they have started: the same here and on Temporal's own server.</summary>
public abstract class ScheduledWorkflowFacts(IServedTemporal temporal)
{
    [Fact]
    public async Task The_next_workflow_knows_what_the_last_one_said_and_a_list_shows_how_it_ended()
    {
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync();
        await schedule.TriggerAsync(1);
        var complete = HandWorker.Complete();
        complete.CompleteWorkflowExecutionCommandAttributes.Result = new() { Payloads_ = { HandWorker.Text("42") } };
        await schedule.Hand.CompleteAsync(await schedule.Hand.TaskAsync(), complete);
        await schedule.TriggerAsync(2);

        var started = (await schedule.Hand.TaskAsync()).History.Events[0].WorkflowExecutionStartedEventAttributes;
        Assert.Equal(complete.CompleteWorkflowExecutionCommandAttributes.Result, started.LastCompletionResult);
        var shown = await schedule.UntilAsync(described => described.Info.RecentActions.Count == 2);
        Assert.Equal(
            [WorkflowExecutionStatus.Completed, WorkflowExecutionStatus.Running],
            shown.Info.RecentActions.Select(recent => recent.StartWorkflowStatus));
    }

    [Fact]
    public async Task A_failure_pauses_the_schedule_that_says_so()
    {
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync(asked => asked.Policies.PauseOnFailure = true);
        await schedule.TriggerAsync();
        await schedule.Hand.CompleteAsync(await schedule.Hand.TaskAsync(), new Temporalio.Api.Command.V1.Command
        {
            CommandType = CommandType.FailWorkflowExecution,
            FailWorkflowExecutionCommandAttributes = new() { Failure = new() { Message = "no paper", ApplicationFailureInfo = new() } },
        });

        var shown = await schedule.UntilAsync(described => described.Schedule.State.Paused);
        Assert.Equal($"paused due to workflow failure: {schedule.Hand.Id}-2026-11-27T03:00:00Z: no paper", shown.Schedule.State.Notes);
        Assert.Empty(shown.Info.RunningWorkflows);
    }

    [Theory]
    [InlineData(ScheduleOverlapPolicy.Skip, 1, 2, 0)]
    [InlineData(ScheduleOverlapPolicy.BufferOne, 1, 1, 1)]
    [InlineData(ScheduleOverlapPolicy.BufferAll, 1, 0, 2)]
    [InlineData(ScheduleOverlapPolicy.AllowAll, 3, 0, 0)]
    public async Task Starts_that_overlap_are_left_out_or_wait_or_are_made(
        ScheduleOverlapPolicy policy, int actions, int skipped, int waiting)
    {
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync(asked => asked.Policies.OverlapPolicy = policy);
        var shown = await schedule.DescribeAsync();
        foreach (var second in new[] { 1, 2, 3 })
        {
            // Temporal's server forgets what is asked for while it is at something else.
            await schedule.TriggerAsync(second);
            shown = await schedule.UntilAsync(described =>
                described.Info.ActionCount + described.Info.OverlapSkipped + described.Info.BufferSize == second);
        }

        Assert.Equal((actions, skipped, waiting), (shown.Info.ActionCount, shown.Info.OverlapSkipped, shown.Info.BufferSize));
        Assert.Equal(policy == ScheduleOverlapPolicy.AllowAll ? 0 : 1, shown.Info.RunningWorkflows.Count);
        if (waiting == 0) return;
        await schedule.Hand.CompleteAsync(await schedule.Hand.TaskAsync(), HandWorker.Complete());
        Assert.EndsWith("-2026-11-27T03:00:02Z", (await schedule.Hand.TaskAsync()).WorkflowExecution.WorkflowId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScheduleOverlapPolicy.CancelOther)]
    [InlineData(ScheduleOverlapPolicy.TerminateOther)]
    public async Task A_start_that_ends_the_other_waits_for_its_end(ScheduleOverlapPolicy policy)
    {
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync();
        await schedule.TriggerAsync(1);
        var first = await schedule.Hand.TaskAsync();
        await schedule.TriggerAsync(2, policy);
        if (policy == ScheduleOverlapPolicy.CancelOther)
        {
            await schedule.Hand.CompleteAsync(first);
            var second = await schedule.Hand.TaskAsync();
            Assert.Equal(first.WorkflowExecution, second.WorkflowExecution);
            Assert.Contains(second.History.Events, happened =>
                happened.WorkflowExecutionCancelRequestedEventAttributes?.Cause == "cancelled by schedule overlap policy");
            await schedule.Hand.CompleteAsync(second, new Temporalio.Api.Command.V1.Command
            {
                CommandType = CommandType.CancelWorkflowExecution,
                CancelWorkflowExecutionCommandAttributes = new(),
            });
        }

        var last = await schedule.Hand.TaskAsync();
        Assert.EndsWith("-2026-11-27T03:00:02Z", last.WorkflowExecution.WorkflowId, StringComparison.Ordinal);
        var ended = (await temporal.Client.WorkflowService.GetWorkflowExecutionHistoryAsync(
            new() { Namespace = temporal.Namespace, Execution = first.WorkflowExecution })).History.Events[^1];
        Assert.Equal(
            policy == ScheduleOverlapPolicy.CancelOther ? "" : "terminated by schedule overlap policy",
            ended.WorkflowExecutionTerminatedEventAttributes?.Reason ?? "");
    }
}

public sealed class ScheduledWorkflowTests(RunningTemporal temporal) : ScheduledWorkflowFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealScheduledWorkflowTests(ServedDevServer temporal) : ScheduledWorkflowFacts(temporal);
