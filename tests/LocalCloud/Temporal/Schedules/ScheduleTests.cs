using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Tests.Temporal.Schedules;

/// <summary>What schedules do here.</summary>
public sealed class ScheduleTests(RunningTemporal temporal) : ScheduleFacts(temporal), IClassFixture<RunningTemporal>
{
    private readonly RunningTemporal temporal = temporal;

    [Fact]
    public async Task Schedules_are_counted_and_found_by_id_and_by_search_attributes()
    {
        var ids = new List<string>();
        foreach (var customer in new[] { "acme", "zenith" })
        {
            var schedule = new HandSchedule(temporal);
            var creation = schedule.Creation();
            creation.SearchAttributes = TemporalBed.Attributes(("Customer", $"\"{customer}\""));
            await temporal.Client.WorkflowService.CreateScheduleAsync(creation);
            ids.Add(schedule.Id);
        }

        Assert.Equal(1, await CountAsync("Customer = 'acme'"));
        Assert.Equal(2, await CountAsync("Customer IN ('acme', 'zenith')"));
        Assert.Equal(1, await CountAsync($"ScheduleId = '{ids[1]}' AND TemporalSchedulePaused = false"));
        Assert.Equal(0, await CountAsync("Customer = 'acme' AND TemporalSchedulePaused = true"));
        var page = new ListSchedulesRequest { Namespace = temporal.Namespace, Query = "Customer IS NOT NULL", MaximumPageSize = 1 };
        var first = await temporal.Client.WorkflowService.ListSchedulesAsync(page);
        page.NextPageToken = first.NextPageToken;
        var second = await temporal.Client.WorkflowService.ListSchedulesAsync(page);
        Assert.Equal(ids.Order(), first.Schedules.Concat(second.Schedules).Select(listed => listed.ScheduleId).Order());
        Assert.True(second.NextPageToken.IsEmpty);
    }

    [Fact]
    public async Task A_workflow_that_goes_on_as_new_has_not_ended_for_its_schedule()
    {
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync();
        await schedule.TriggerAsync(1);
        await schedule.TriggerAsync(2, ScheduleOverlapPolicy.BufferAll);
        var first = await schedule.Hand.TaskAsync();
        await schedule.Hand.CompleteAsync(first, new Temporalio.Api.Command.V1.Command
        {
            CommandType = CommandType.ContinueAsNewWorkflowExecution,
            ContinueAsNewWorkflowExecutionCommandAttributes = new()
            {
                WorkflowType = new() { Name = "ByHand" },
                TaskQueue = new() { Name = schedule.Hand.Queue },
            },
        });
        var next = await schedule.Hand.TaskAsync();
        Assert.Equal(first.WorkflowExecution.WorkflowId, next.WorkflowExecution.WorkflowId);
        Assert.Equal(1, (await schedule.DescribeAsync()).Info.BufferSize);

        await schedule.Hand.CompleteAsync(next, HandWorker.Complete());

        Assert.EndsWith("03:00:02Z", (await schedule.Hand.TaskAsync()).WorkflowExecution.WorkflowId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_whose_workflow_cannot_be_started_goes_on()
    {
        var schedule = new HandSchedule(temporal);
        await schedule.CreateAsync(asked => asked.Action.StartWorkflow.RetryPolicy = new() { MaximumAttempts = -1 });
        await schedule.TriggerAsync(1);
        Assert.Equal(0, (await schedule.DescribeAsync()).Info.ActionCount);
        var mended = (await schedule.DescribeAsync()).Schedule;
        mended.Action.StartWorkflow.RetryPolicy = null;
        await schedule.UpdateAsync(mended);

        await schedule.TriggerAsync(2);

        Assert.Equal(1, (await schedule.DescribeAsync()).Info.ActionCount);
    }

    private async Task<long> CountAsync(string filter) =>
        (await temporal.Client.WorkflowService.CountSchedulesAsync(new() { Namespace = temporal.Namespace, Query = filter })).Count;
}
