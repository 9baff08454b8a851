using Grpc.Core;
using PipAi.LocalCloud.Temporal.Commands;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Update.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.WorkflowTasks;

/// <summary>Takes a worker's answer to a workflow task: as a whole, or not at all.</summary>
internal sealed class WorkflowTaskCompletion(
    SerialExecutor executor, WorkflowTaskScheduling scheduling, CommandValidation validation, CommandExecution commands, RunClosing closing)
{
    /// <summary>A sticky queue's patience, if its worker does not say.</summary>
    private static readonly TimeSpan DefaultStickyTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Writes the completion, carries out the commands, releases what was held back, and schedules the next turn if
    /// needed.</summary>
    /// <returns>
    /// What the worker hears, or why its answer was refused, to be thrown after the turn: the task has failed and the worker will be asked
    /// again. <c>UnhandledCommand</c> means that it ends the run without having seen all that happened.
    /// </returns>
    public (RespondWorkflowTaskCompletedResponse? Heard, RpcException? Refusal) Complete(
        Run run, RespondWorkflowTaskCompletedRequest answer)
    {
        if (validation.FirstFault(run, answer) is { } fault) return (null, Refuse(run, answer.Identity, fault));
        try
        {
            return (CarryOut(run, answer), null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            executor.Undo();
            // A first attempt fails in the history; a later one, of which the history says nothing, runs into its timeout.
            if (run.WorkflowTask is { Phase: TaskPhase.Started, Attempt: 1 })
                Refuse(run, answer.Identity, new(WorkflowTaskFailedCause.Unspecified, error.Message));
            return (null, error as RpcException
                ?? RpcError.Invalid($"the commands could not be carried out, and none of them was: {error.Message}"));
        }
    }

    private RespondWorkflowTaskCompletedResponse CarryOut(Run run, RespondWorkflowTaskCompletedRequest answer)
    {
        var heard = new RespondWorkflowTaskCompletedResponse();
        var completedEventId = 0L;
        if (LeavesNoTrace(run, answer))
        {
            run.WorkflowTask.Drop();
            heard.ResetHistoryEventId = run.WorkflowTask.PreviousStartedEventId;
        }
        else
        {
            completedEventId = Write(run, answer).EventId;
        }
        Stick(run, answer);
        run.WorkflowTask.Phase = TaskPhase.Completing;
        heard.ActivityTasks.AddRange(commands.Execute(run, completedEventId, answer));
        run.Queries.Answer(answer.QueryResults);
        if (run.IsOpen) GoOn(run, answer.ForceCreateNewWorkflowTask);
        return heard;
    }

    private void GoOn(Run run, bool atOnce)
    {
        if (!atOnce) run.Updates.RejectUnanswered();
        run.WorkflowTask.Phase = TaskPhase.None;
        var excess = Excess(run);
        var released = run.Release();
        if (excess is not null)
        {
            closing.Terminate(run, excess, RunClosing.HistoryService);
            return;
        }
        if (released || atOnce) scheduling.Schedule(run);
        else if (run.Updates.HasUnsent) scheduling.ScheduleForUpdates(run);
        run.Pulse();
    }

    /// <summary>Why a run's history may not grow on; null if it may.</summary>
    private static string? Excess(Run run) =>
        run.Length > Limits.Events ? "Workflow history count exceeds limit."
        : run.Summary.HistoryBytes > Limits.HistoryBytes ? "Workflow history size exceeds limit."
        : null;

    private static HistoryEvent Write(Run run, RespondWorkflowTaskCompletedRequest answer)
    {
        var task = run.WorkflowTask;
        task.Recall();
        if (task.TakeTransient() is { } transient)
        {
            run.Append(transient.Scheduled);
            run.Append(transient.Started);
        }
        var deployment = answer.DeploymentOptions;
        var completed = run.Append(new HistoryEvent
        {
            EventType = EventType.WorkflowTaskCompleted,
            WorkflowTaskCompletedEventAttributes = new()
            {
                ScheduledEventId = task.ScheduledEventId,
                StartedEventId = task.StartedEventId,
                Identity = answer.Identity,
                // Replay depends on the flags in here: they say how this worker behaved.
                SdkMetadata = answer.SdkMetadata,
                MeteringMetadata = answer.MeteringMetadata,
                WorkerVersion = answer.WorkerVersionStamp,
                VersioningBehavior = answer.VersioningBehavior,
                WorkerDeploymentName = deployment?.DeploymentName ?? "",
                DeploymentVersion = deployment is null
                    ? null
                    : new() { BuildId = deployment.BuildId, DeploymentName = deployment.DeploymentName },
            },
        });
        return completed;
    }

    /// <summary>
    /// Whether a task that brought only updates is as if it had never been: the worker took none of them on and did nothing else, and had
    /// seen
    /// all that is in the history, or can see it once more.
    /// </summary>
    private static bool LeavesNoTrace(Run run, RespondWorkflowTaskCompletedRequest answer) =>
        run.WorkflowTask.Unwritten.Count > 0 && answer.Commands.Count == 0 && !answer.ForceCreateNewWorkflowTask
        && run.Length - run.WorkflowTask.PreviousStartedEventId
            <= 1 + (answer.Capabilities?.DiscardSpeculativeWorkflowTaskWithEvents == true ? HistoryLimits.EventsSentAgain : 0)
        && answer.Messages.All(message => message.Body.Is(Rejection.Descriptor));

    private static void Stick(Run run, RespondWorkflowTaskCompletedRequest answer)
    {
        if (answer.StickyAttributes?.WorkerTaskQueue is { Name.Length: > 0 } sticky)
            run.WorkflowTask.StickTo(sticky.Name, answer.StickyAttributes.ScheduleToStartTimeout?.ToTimeSpan() ?? DefaultStickyTimeout);
        else run.WorkflowTask.Unstick();
    }

    private RpcException Refuse(Run run, string identity, CommandFault fault)
    {
        var refusal = RpcError.Invalid(fault.Text);
        // A task that fails again and again is left to its timeout: otherwise its worker would get it back at once.
        if (run.WorkflowTask.Attempt > 1 && fault.Cause != WorkflowTaskFailedCause.UnhandledCommand) return refusal;
        var failed = new HistoryEvent
        {
            EventType = EventType.WorkflowTaskFailed,
            WorkflowTaskFailedEventAttributes = new()
            {
                ScheduledEventId = run.WorkflowTask.ScheduledEventId,
                StartedEventId = run.WorkflowTask.StartedEventId,
                Cause = fault.Cause,
                Failure = new Failure { Message = fault.Text, Source = "Server", ServerFailureInfo = new() },
                Identity = identity,
            },
        };
        if (!fault.EndsRun)
        {
            scheduling.Fail(run, failed);
            return refusal;
        }
        run.WorkflowTask.Recall();
        run.Append(failed);
        run.Release();
        closing.Terminate(run, fault.Text, RunClosing.HistoryService);
        return refusal;
    }
}
