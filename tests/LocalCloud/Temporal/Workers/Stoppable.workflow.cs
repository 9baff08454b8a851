using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Is asked to cancel while it waits, and does what its caller says.</summary>
[Workflow]
public sealed class Stoppable
{
    [WorkflowRun]
    public async Task<string> RunAsync(string waitsFor) => waitsFor switch
    {
        "a timer" => await SleepAsync(Workflow.CancellationToken),
        "a timer, and then for another" => await FinishAsync(),
        "a condition" => await ConditionAsync(),
        "a local activity" => await Workflow.ExecuteLocalActivityAsync(
            () => StoppableActivities.DoesNotStop(),
            // Waited for: one that outlives its worker takes the whole process with it, when it tells the worker of its end.
            new()
            {
                ScheduleToCloseTimeout = TimeSpan.FromHours(1),
                CancellationType = ActivityCancellationType.WaitCancellationCompleted,
            }),
        "an activity that it leaves" => await ActivityAsync(ActivityCancellationType.Abandon),
        "an activity that it tells" => await ActivityAsync(ActivityCancellationType.TryCancel),
        "an activity until that has ended" => await ActivityAsync(ActivityCancellationType.WaitCancellationCompleted),
        "a child that it leaves" => await ChildAsync(ChildWorkflowCancellationType.Abandon),
        "a child that it tells" => await ChildAsync(ChildWorkflowCancellationType.TryCancel),
        "a child until that is told" => await ChildAsync(ChildWorkflowCancellationType.WaitCancellationRequested),
        "a child until that has ended" => await ChildAsync(ChildWorkflowCancellationType.WaitCancellationCompleted),
        _ => throw new ApplicationFailureException($"waits for nothing like '{waitsFor}'"),
    };

    private static async Task<string> SleepAsync(CancellationToken cancellation)
    {
        await Workflow.DelayAsync(TimeSpan.FromHours(1), cancellation);
        return "slept";
    }

    private static async Task<string> FinishAsync()
    {
        try
        {
            await Workflow.DelayAsync(TimeSpan.FromHours(1));
            return "finished";
        }
        catch (OperationCanceledException)
        {
            await Workflow.DelayAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            return "finished though cancelled";
        }
    }

    private static async Task<string> ConditionAsync()
    {
        await Workflow.WaitConditionAsync(() => false);
        return "met";
    }

    private static Task<string> ActivityAsync(ActivityCancellationType type) => Workflow.ExecuteActivityAsync(
        () => StoppableActivities.DoesNotStop(),
        new() { ScheduleToCloseTimeout = TimeSpan.FromHours(1), HeartbeatTimeout = TimeSpan.FromMinutes(1), CancellationType = type });

    private static Task<string> ChildAsync(ChildWorkflowCancellationType type) => Workflow.ExecuteChildWorkflowAsync(
        (Conversation talk) => talk.RunAsync(), new() { CancellationType = type, ParentClosePolicy = ParentClosePolicy.Abandon });
}
