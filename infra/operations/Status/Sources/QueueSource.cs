using PipAi.Operations.Platform;
using PipAi.Operations.Verification;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

namespace PipAi.Operations.Status.Sources;

/// <summary>
/// The workers' task queue, every five seconds: Temporal Cloud takes 30 calls of this kind a second for a namespace, and these are three.
/// </summary>
/// <param name="outputs">The platform.</param>
/// <param name="temporal">Its Temporal.</param>
/// <param name="time">The clock.</param>
internal sealed class QueueSource(PlatformOutputs outputs, SharedTemporalClient temporal, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public StatusSource Of(string name) => new(name, Period, async cancellation =>
    {
        var service = (await temporal.ClientAsync()).WorkflowService;
        var queue = await PlatformCall.MakeAsync(
            $"The task queue '{outputs.TemporalTaskQueue}' cannot be read from Temporal at {outputs.TemporalAddress}",
            () => ReadAsync(service, cancellation), cancellation);
        return status => status with { Queue = queue.After(status.Queue, time.GetUtcNow()) };
    });

    /// <summary>
    /// The plain call answers for all partitions of a kind of task; the one that asks for both kinds at once counts one build's tasks only.
    /// </summary>
    private async Task<QueueSnapshot> ReadAsync(WorkflowService service, CancellationToken cancellation)
    {
        var kinds = await Task.WhenAll(
            StatisticsAsync(service, TaskQueueType.Workflow, cancellation), StatisticsAsync(service, TaskQueueType.Activity, cancellation));
        var pollers = await new TaskQueuePollers(service, outputs.TemporalNamespace, outputs.TemporalTaskQueue)
            .OfBothKindsAsync(cancellation);
        var now = time.GetUtcNow();
        return new QueueSnapshot(
            outputs.TemporalTaskQueue,
            kinds.Sum(kind => kind.ApproximateBacklogCount),
            kinds.Max(kind => kind.ApproximateBacklogAge?.ToTimeSpan() ?? TimeSpan.Zero),
            kinds.Sum(kind => kind.TasksAddRate),
            kinds.Sum(kind => kind.TasksDispatchRate))
        {
            Pollers =
            [
                .. from poller in pollers
                   let age = now - poller.Value
                   where age <= PollerChecks.OnePoll
                   let who = PollerChecks.Parse(poller.Key)
                   orderby who.Region, who.Machine
                   select new QueuePoller(who.Region, who.Machine, age),
            ],
        };
    }

    private async Task<TaskQueueStats> StatisticsAsync(WorkflowService service, TaskQueueType kind, CancellationToken cancellation)
    {
        var answer = await service.DescribeTaskQueueAsync(
            new DescribeTaskQueueRequest
            {
                Namespace = outputs.TemporalNamespace,
                TaskQueue = new TaskQueue { Name = outputs.TemporalTaskQueue },
                TaskQueueType = kind,
                ReportStats = true,
            },
            new() { CancellationToken = cancellation });
        return answer.Stats ?? new();
    }
}
