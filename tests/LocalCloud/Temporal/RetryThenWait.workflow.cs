using Temporalio.Workflows;

namespace PipAi.LocalCloud.Tests.Temporal;

[Workflow]
public sealed class RetryThenWait
{
    [WorkflowRun]
    public async Task<string> RunAsync(string text)
    {
        var echoed = await Workflow.ExecuteActivityAsync(
            () => TestActivities.FailsOnce(text),
            new()
            {
                StartToCloseTimeout = TimeSpan.FromSeconds(5),
                RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(50) },
            });
        await Workflow.DelayAsync(TimeSpan.FromMilliseconds(100));
        return echoed;
    }
}
