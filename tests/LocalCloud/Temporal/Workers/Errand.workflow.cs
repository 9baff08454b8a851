using Temporalio.Workflows;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>One activity of the caller's choice.</summary>
[Workflow]
public sealed class Errand
{
    [WorkflowRun]
    public Task<string> RunAsync(ErrandOrder order) => Workflow.ExecuteActivityAsync<string>(
        order.Activity,
        [],
        new()
        {
            StartToCloseTimeout = TimeSpan.FromMinutes(5),
            ScheduleToStartTimeout = order.PatienceSeconds > 0 ? TimeSpan.FromSeconds(order.PatienceSeconds) : null,
            HeartbeatTimeout = TimeSpan.FromMinutes(1),
            CancellationType = ActivityCancellationType.WaitCancellationCompleted,
            RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(10), MaximumAttempts = order.Attempts },
            Priority = order.Priority > 0 ? new(order.Priority) : null,
            Summary = "an errand",
        });
}

/// <summary>Several errands at once: what came of the first that was over.</summary>
[Workflow]
public sealed class Errands
{
    [WorkflowRun]
    public async Task<string> RunAsync(int count, ErrandOrder order)
    {
        var first = await Workflow.WhenAnyAsync(Enumerable.Range(0, count).Select(_ => new Errand().RunAsync(order)));
        return await first;
    }
}
