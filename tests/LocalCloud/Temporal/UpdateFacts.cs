using PipAi.LocalCloud.Tests.Temporal.Workers;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Updates, by the SDK's own client and worker: the same here and on Temporal's own server.</summary>
public abstract class UpdateFacts(IServedTemporal temporal)
{
    [Fact]
    public async Task The_id_of_a_rejected_update_may_be_used_again()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync(
                (Conversation talk) => talk.RunAsync(), new(RunningTemporal.Unique("talk"), queue));
            await Assert.ThrowsAsync<WorkflowUpdateFailedException>(
                () => handle.ExecuteUpdateAsync(talk => talk.AddAsync(-1), new("same")));

            Assert.Equal(5, await handle.ExecuteUpdateAsync(talk => talk.AddAsync(5), new("same")));
            Assert.Equal(5, await handle.ExecuteUpdateAsync(talk => talk.AddAsync(9), new("same")));
            await handle.TerminateAsync();
        });
    }

    [Fact]
    public async Task Update_with_start_starts_a_workflow_once_and_updates_it_each_time()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var id = RunningTemporal.Unique("talk");

            Assert.Equal(2, await UpdateWithStartAsync(id, queue, 2, WorkflowIdConflictPolicy.Fail));
            Assert.Equal(5, await UpdateWithStartAsync(id, queue, 3, WorkflowIdConflictPolicy.UseExisting));

            await Assert.ThrowsAsync<WorkflowAlreadyStartedException>(
                () => UpdateWithStartAsync(id, queue, 4, WorkflowIdConflictPolicy.Fail));
            var handle = temporal.Client.GetWorkflowHandle<Conversation, string>(id);
            await handle.SignalAsync(talk => talk.FinishAsync());
            Assert.Equal(" total 5", await handle.GetResultAsync());
        });
    }

    [Fact]
    public async Task Update_with_start_whose_update_is_rejected_leaves_the_workflow_running()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var id = RunningTemporal.Unique("talk");

            await Assert.ThrowsAsync<WorkflowUpdateFailedException>(
                () => UpdateWithStartAsync(id, queue, -1, WorkflowIdConflictPolicy.Fail));

            var handle = temporal.Client.GetWorkflowHandle(id);
            Assert.Equal(WorkflowExecutionStatus.Running, (await handle.DescribeAsync()).Status);
            await handle.TerminateAsync();
        });
    }

    [Fact]
    public async Task A_workflow_that_is_reset_to_its_beginning_hears_its_signals_and_updates_again()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var id = RunningTemporal.Unique("talk");
            var handle = await temporal.Client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), new(id, queue));
            Assert.Equal(4, await handle.ExecuteUpdateAsync(talk => talk.AddAsync(4), new("four")));
            await handle.SignalAsync(talk => talk.HearAsync("word"));
            Assert.Equal("word", await handle.QueryAsync(talk => talk.Heard()));

            await temporal.Client.WorkflowService.ResetWorkflowExecutionAsync(new()
            {
                Namespace = temporal.Namespace,
                WorkflowExecution = new() { WorkflowId = id },
                WorkflowTaskFinishEventId = 4,
                RequestId = Guid.NewGuid().ToString(),
            });

            var again = temporal.Client.GetWorkflowHandle<Conversation, string>(id);
            Assert.Equal(4, await again.GetUpdateHandle<int>("four").GetResultAsync());
            await again.SignalAsync(talk => talk.FinishAsync());
            Assert.Equal("word total 4", await again.GetResultAsync());
            var events = (await again.FetchHistoryAsync()).Events.Select(happened => happened.EventType).ToArray();
            Assert.Contains(EventType.WorkflowExecutionUpdateAdmitted, events);
            // The one is the reset's own; had the worker stumbled over what was brought again, there would be more.
            Assert.Single(events, EventType.WorkflowTaskFailed);
        });
    }

    private Task<int> UpdateWithStartAsync(string id, string queue, int number, WorkflowIdConflictPolicy policy) =>
        temporal.Client.ExecuteUpdateWithStartWorkflowAsync(
            (Conversation talk) => talk.AddAsync(number),
            new(WithStartWorkflowOperation.Create((Conversation talk) => talk.RunAsync(), new(id, queue) { IdConflictPolicy = policy })));
}

public sealed class UpdateTests(RunningTemporal temporal) : UpdateFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealUpdateTests(ServedDevServer temporal) : UpdateFacts(temporal);
