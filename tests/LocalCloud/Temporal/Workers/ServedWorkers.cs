using Temporalio.Api.Workflow.V1;
using Temporalio.Worker;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>The .NET SDK's own workers on a server to which facts are held.</summary>
internal static class ServedWorkers
{
    /// <summary>A worker with all workflows and activities of these tests.</summary>
    public static TemporalWorker NewWorker(this IServedTemporal temporal, string queue, Action<TemporalWorkerOptions>? configure = null)
    {
        var options = new TemporalWorkerOptions(queue)
        {
            // By default a sign of life may be kept back for four fifths of the time within which the next one must come.
            MaxHeartbeatThrottleInterval = TimeSpan.FromMilliseconds(100),
            StickyQueueScheduleToStartTimeout = TimeSpan.FromSeconds(1),
        };
        TestWorkflows.AddTo(options);
        configure?.Invoke(options);
        return new TemporalWorker(temporal.Client, options);
    }

    /// <summary>Lets a worker run while a test does something, on a queue of its own.</summary>
    public static async Task WithWorkerAsync(this IServedTemporal temporal, Func<string, Task> test,
        Action<TemporalWorkerOptions>? configure = null)
    {
        var queue = RunningTemporal.Unique("queue");
        using var worker = temporal.NewWorker(queue, configure);
        await worker.ExecuteAsync(() => test(queue)).WaitAsync(TimeSpan.FromSeconds(90));
    }

    /// <summary>The activities of a workflow that are not over.</summary>
    public static async Task<IReadOnlyList<PendingActivityInfo>> PendingAsync(this IServedTemporal temporal, string workflowId) =>
        (await temporal.Client.WorkflowService.DescribeWorkflowExecutionAsync(
            new() { Namespace = temporal.Namespace, Execution = new() { WorkflowId = workflowId } })).PendingActivities;
}
