using System.Collections.Concurrent;
using Temporalio.Activities;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Activities that are told to stop.</summary>
public static class StoppableActivities
{
    /// <summary>Why they were told, by their workflow's id; nothing before they were.</summary>
    public static ConcurrentDictionary<string, string> Told { get; } = new();

    /// <summary>Gives signs of life until it is told to stop, and then has done what it wanted.</summary>
    [Activity]
    public static async Task<string> DoesNotStop()
    {
        await UntilToldAsync();
        return "did what it wanted";
    }

    /// <summary>Stops with its worker; the next worker brings it to its end.</summary>
    [Activity]
    public static async Task<string> StopsWithItsWorker()
    {
        if (ActivityExecutionContext.Current.Info.Attempt > 1) return $"attempt {ActivityExecutionContext.Current.Info.Attempt}";
        await UntilToldAsync();
        ActivityExecutionContext.Current.CancellationToken.ThrowIfCancellationRequested();
        return "did not stop";
    }

    /// <summary>Stops when somebody holds it, and says at the next attempt what it said last.</summary>
    [Activity]
    public static async Task<string> StopsAndGoesOn()
    {
        var context = ActivityExecutionContext.Current;
        if (Told.TryGetValue(context.Info.WorkflowId!, out var why))
            return $"{why}, knows {(context.Info.HeartbeatDetails.Count > 0
                ? await context.Info.HeartbeatDetailAtAsync<string>(0) : "nothing")}";
        await UntilToldAsync();
        context.Heartbeat("page 8");
        context.CancellationToken.ThrowIfCancellationRequested();
        return "did not stop";
    }

    private static async Task UntilToldAsync()
    {
        var context = ActivityExecutionContext.Current;
        while (!context.CancellationToken.IsCancellationRequested)
        {
            context.Heartbeat("page 7");
            await Task.Delay(50, CancellationToken.None);
        }
        Told[context.Info.WorkflowId!] = context.CancelReason.ToString();
    }
}
