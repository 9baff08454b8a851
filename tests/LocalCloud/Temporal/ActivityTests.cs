using Temporalio.Client;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class ActivityTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Fact]
    public async Task A_failed_attempt_is_repeated_and_a_timer_fires()
    {
        var result = await temporal.WithWorkerAsync(queue => temporal.Client.ExecuteWorkflowAsync(
            (RetryThenWait workflow) => workflow.RunAsync("hello"), new(RunningTemporal.Unique("retry"), queue)));

        Assert.Equal("hello at attempt 2", result);
    }
}
