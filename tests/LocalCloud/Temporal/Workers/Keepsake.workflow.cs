using Temporalio.Workflows;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Keeps the time and the chance of its first turn, and what it knows of itself.</summary>
[Workflow]
public sealed class Keepsake
{
    private string kept = "";
    private bool ends;

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        kept = $"{Workflow.UtcNow:O} {Workflow.NewGuid()} {Workflow.Random.Next()}";
        await Workflow.DelayWithOptionsAsync(new(TimeSpan.FromMilliseconds(1)) { Summary = "a pause" });
        await Workflow.WaitConditionAsync(() => ends);
        return kept;
    }

    [WorkflowQuery]
    public string Kept() => kept;

    [WorkflowQuery]
    public string Itself()
    {
        var info = Workflow.Info;
        return $"{info.WorkflowType} {info.WorkflowId} {info.RunId} {info.TaskQueue} attempt {info.Attempt} parent {info.Parent?.WorkflowId} root {info.Root?.WorkflowId}"
            + $" continued {info.ContinuedRunId} {info.ExecutionTimeout} {info.RunTimeout} {info.TaskTimeout} priority {info.Priority?.PriorityKey}";
    }

    [WorkflowSignal]
    public async Task EndAsync() => ends = true;
}

/// <summary>A local activity that fails once, and whose pause is longer than its worker waits.</summary>
[Workflow]
public sealed class PatientHomework
{
    [WorkflowRun]
    public Task<string> RunAsync() => Workflow.ExecuteLocalActivityAsync(
        () => TestActivities.FailsOnce("done"),
        new()
        {
            StartToCloseTimeout = TimeSpan.FromMinutes(1),
            LocalRetryThreshold = TimeSpan.FromMilliseconds(1),
            RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(100) },
        });
}
