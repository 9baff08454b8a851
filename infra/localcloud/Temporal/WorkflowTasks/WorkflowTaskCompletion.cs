using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.WorkflowTasks;

/// <summary>Takes a worker's answer to a workflow task.</summary>
internal sealed class WorkflowTaskCompletion(WorkflowTaskScheduling scheduling, CommandExecution commands)
{
    /// <summary>A sticky queue's patience, if its worker does not say.</summary>
    private static readonly TimeSpan DefaultStickyTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Writes the completion, carries out the commands, releases what was held back, and schedules the next turn if needed.</summary>
    /// <exception cref="Grpc.Core.RpcException">
    /// INVALID_ARGUMENT <c>UnhandledCommand</c>: the worker ends the run without having seen all that happened. It will be asked again.
    /// </exception>
    public void Complete(Run run, RespondWorkflowTaskCompletedRequest answer)
    {
        if (answer.Commands.Any(CommandExecution.IsClosing) && (run.HeldBack.Count > 0 || run.Updates.HasUnsent))
        {
            Refuse(run, answer.Identity, WorkflowTaskFailedCause.UnhandledCommand, null);
            throw RpcError.Invalid("UnhandledCommand");
        }
        if (commands.FirstUnknown(answer.Commands) is { } unknown)
        {
            var message = $"the local Temporal service does not carry out {unknown.CommandType} commands";
            Refuse(run, answer.Identity, WorkflowTaskFailedCause.Unspecified, message);
            throw RpcError.Invalid(message);
        }
        var completed = Write(run, answer);
        run.WorkflowTask.Phase = TaskPhase.Completing;
        commands.Execute(run, completed.EventId, answer.Commands, answer.Messages);
        if (!run.IsOpen) return;
        run.WorkflowTask.Phase = TaskPhase.None;
        var released = run.Release();
        if (released || answer.ForceCreateNewWorkflowTask || run.Updates.HasUnsent) scheduling.Schedule(run);
    }

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
                VersioningBehavior = answer.VersioningBehavior,
                DeploymentVersion = deployment is null
                    ? null
                    : new() { BuildId = deployment.BuildId, DeploymentName = deployment.DeploymentName },
            },
        });
        if (answer.StickyAttributes?.WorkerTaskQueue is { Name.Length: > 0 } sticky)
            task.StickTo(sticky.Name, answer.StickyAttributes.ScheduleToStartTimeout?.ToTimeSpan() ?? DefaultStickyTimeout);
        else task.Unstick();
        return completed;
    }

    private void Refuse(Run run, string identity, WorkflowTaskFailedCause cause, string? message) => scheduling.Fail(run, new HistoryEvent
    {
        EventType = EventType.WorkflowTaskFailed,
        WorkflowTaskFailedEventAttributes = new()
        {
            ScheduledEventId = run.WorkflowTask.ScheduledEventId,
            StartedEventId = run.WorkflowTask.StartedEventId,
            Cause = cause,
            Failure = message is null ? null : new Failure { Message = message, Source = "Server" },
            Identity = identity,
        },
    });
}
