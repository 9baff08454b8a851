using System.Collections.Concurrent;
using Temporalio.Activities;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

public static class TestActivities
{
    /// <summary>Why activities were told to stop, by their workflow's id.</summary>
    public static ConcurrentDictionary<string, ActivityCancelReason> CancelReasons { get; } = new();

    [Activity]
    public static string Echo(string text) => text;

    [Activity]
    public static string FailsOnce(string text) => ActivityExecutionContext.Current.Info.Attempt == 1
        ? throw new ApplicationFailureException("the first attempt fails")
        : $"{text} at attempt {ActivityExecutionContext.Current.Info.Attempt}";

    [Activity]
    public static void FailsForGood() => throw new ApplicationFailureException("there is no way", nonRetryable: true);

    [Activity]
    public static void AlwaysFails() => throw new ApplicationFailureException("again and again");

    [Activity]
    public static async Task<string> Sleeps(int milliseconds)
    {
        await Task.Delay(milliseconds, ActivityExecutionContext.Current.CancellationToken);
        return $"slept {milliseconds}";
    }

    /// <summary>Its first attempt gives three signs of life and then none; the second tells what the first said last.</summary>
    [Activity]
    public static async Task<string> FallsSilent()
    {
        var context = ActivityExecutionContext.Current;
        if (context.Info.Attempt > 1) return $"attempt {context.Info.Attempt} knows {await context.Info.HeartbeatDetailAtAsync<int>(0)}";
        for (var beat = 1; beat <= 3; beat++) context.Heartbeat(beat);
        await UntilCancelledAsync(context);
        return "was not cancelled";
    }

    /// <summary>Gives signs of life until it is told to stop.</summary>
    [Activity]
    public static async Task<string> BeatsUntilCancelled()
    {
        var context = ActivityExecutionContext.Current;
        while (true)
        {
            context.Heartbeat();
            try
            {
                await Task.Delay(50, context.CancellationToken);
            }
            catch (OperationCanceledException)
            {
                CancelReasons[context.Info.WorkflowId!] = context.CancelReason;
                throw;
            }
        }
    }

    private static async Task UntilCancelledAsync(ActivityExecutionContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            CancelReasons[context.Info.WorkflowId!] = context.CancelReason;
            throw;
        }
    }
}
