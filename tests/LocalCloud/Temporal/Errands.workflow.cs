using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Activity, timer, activity, timer, …</summary>
[Workflow]
public sealed class Loop
{
    private int turn;

    [WorkflowRun]
    public async Task<string> RunAsync(int executor, int pauseMilliseconds)
    {
        for (turn = 0; turn < executor; turn++)
        {
            await Workflow.ExecuteActivityAsync(
                () => TestActivities.Echo($"turn {turn}"), new() { StartToCloseTimeout = TimeSpan.FromSeconds(5) });
            await Workflow.DelayAsync(TimeSpan.FromMilliseconds(pauseMilliseconds));
        }
        return $"{turn} turns";
    }

    [WorkflowQuery]
    public int Turn() => turn;
}

/// <summary>One activity that falls silent.</summary>
[Workflow]
public sealed class Listener
{
    [WorkflowRun]
    public Task<string> RunAsync() => Workflow.ExecuteActivityAsync(
        () => TestActivities.FallsSilent(),
        new()
        {
            StartToCloseTimeout = TimeSpan.FromMinutes(5),
            HeartbeatTimeout = TimeSpan.FromSeconds(3),
            RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(50) },
        });
}

/// <summary>One activity that runs until its workflow is cancelled.</summary>
[Workflow]
public sealed class Patient
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        try
        {
            await Workflow.ExecuteActivityAsync(
                () => TestActivities.BeatsUntilCancelled(),
                new()
                {
                    StartToCloseTimeout = TimeSpan.FromMinutes(5),
                    HeartbeatTimeout = TimeSpan.FromMinutes(1),
                    RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(50) },
                    CancellationType = ActivityCancellationType.WaitCancellationCompleted,
                });
            return "not cancelled";
        }
        catch (ActivityFailureException failure) when (failure.InnerException is CanceledFailureException)
        {
            return "cleaned up";
        }
    }
}

/// <summary>One activity of the caller's choice that cannot succeed.</summary>
[Workflow]
public sealed class Doomed
{
    [WorkflowRun]
    public async Task RunAsync(string activity) => await Workflow.ExecuteActivityAsync(
        activity,
        [],
        new()
        {
            StartToCloseTimeout = TimeSpan.FromSeconds(5),
            RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(10), MaximumAttempts = 3 },
        });
}

/// <summary>One activity that takes longer than it may, or that no worker takes.</summary>
[Workflow]
public sealed class Hasty
{
    [WorkflowRun]
    public Task<string> RunAsync(string queue) => Workflow.ExecuteActivityAsync(
        () => TestActivities.Sleeps(60_000),
        queue.Length == 0
            ? new() { StartToCloseTimeout = TimeSpan.FromMilliseconds(200), RetryPolicy = new() { MaximumAttempts = 1 } }
            : new()
            {
                TaskQueue = queue,
                ScheduleToStartTimeout = TimeSpan.FromMilliseconds(200),
                StartToCloseTimeout = TimeSpan.FromSeconds(5),
            });
}

/// <summary>A long local activity: its workflow task is kept alive by heartbeats.</summary>
[Workflow]
public sealed class Homework
{
    [WorkflowRun]
    public Task<string> RunAsync(int milliseconds) => Workflow.ExecuteLocalActivityAsync(
        () => TestActivities.Sleeps(milliseconds), new() { StartToCloseTimeout = TimeSpan.FromSeconds(30) });
}

/// <summary>Has a bug that goes away: its first workflow task fails.</summary>
[Workflow]
public sealed class Buggy
{
    private static int tries;

    [WorkflowRun]
    public async Task<string> RunAsync() => Interlocked.Increment(ref tries) == 1
        ? throw new InvalidOperationException("a bug")
        : "fixed";
}

/// <summary>Fails as a workflow, unless it is a later attempt.</summary>
[Workflow]
public sealed class SecondTimeLucky
{
    [WorkflowRun]
    public async Task<string> RunAsync() => Workflow.Info.Attempt == 1
        ? throw new ApplicationFailureException("bad luck")
        : $"lucky at attempt {Workflow.Info.Attempt}";
}
