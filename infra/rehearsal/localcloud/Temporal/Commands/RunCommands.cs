using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Commands;

/// <summary>The commands by which a workflow ends its run.</summary>
internal sealed class RunCommands(SerialExecutor executor, RunClosing closing, RunStarting starting)
{
    /// <summary>It brought a result.</summary>
    public void Complete(Run run, long completedEventId, Command command) => closing.Close(run, new HistoryEvent
    {
        EventType = EventType.WorkflowExecutionCompleted,
        UserMetadata = command.UserMetadata,
        WorkflowExecutionCompletedEventAttributes = new()
        {
            Result = command.CompleteWorkflowExecutionCommandAttributes.Result,
            WorkflowTaskCompletedEventId = completedEventId,
        },
    });

    /// <summary>It ended because it was asked to.</summary>
    public void Cancel(Run run, long completedEventId, Command command) => closing.Close(run, new HistoryEvent
    {
        EventType = EventType.WorkflowExecutionCanceled,
        UserMetadata = command.UserMetadata,
        WorkflowExecutionCanceledEventAttributes = new()
        {
            Details = command.CancelWorkflowExecutionCommandAttributes.Details,
            WorkflowTaskCompletedEventId = completedEventId,
        },
    });

    /// <summary>It failed; with a retry policy of its own it may begin again.</summary>
    public void Fail(Run run, long completedEventId, Command command)
    {
        var failure = command.FailWorkflowExecutionCommandAttributes.Failure;
        var next = WorkflowRetry.After(run, failure, executor.Now);
        closing.Close(run, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionFailed,
            UserMetadata = command.UserMetadata,
            WorkflowExecutionFailedEventAttributes = new()
            {
                Failure = failure,
                RetryState = next.State,
                WorkflowTaskCompletedEventId = completedEventId,
                NewExecutionRunId = next.RunId ?? "",
            },
        });
        if (next.Order is { } order) starting.Start(order, next.RunId);
    }

    /// <summary>It goes on as a new run with an empty history.</summary>
    public void ContinueAsNew(Run run, long completedEventId, Command command)
    {
        var asked = command.ContinueAsNewWorkflowExecutionCommandAttributes;
        var order = NextRun(run, asked, executor.Now);
        var runId = Guid.NewGuid().ToString();
        closing.Close(run, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionContinuedAsNew,
            UserMetadata = command.UserMetadata,
            WorkflowExecutionContinuedAsNewEventAttributes = new()
            {
                NewExecutionRunId = runId,
                WorkflowType = order.Attributes.WorkflowType,
                TaskQueue = order.Attributes.TaskQueue,
                Input = asked.Input,
                WorkflowRunTimeout = order.Attributes.WorkflowRunTimeout,
                WorkflowTaskTimeout = order.Attributes.WorkflowTaskTimeout,
                WorkflowTaskCompletedEventId = completedEventId,
                BackoffStartInterval = asked.BackoffStartInterval,
                Initiator = asked.Initiator,
                Failure = asked.Failure,
                LastCompletionResult = asked.LastCompletionResult,
                Header = asked.Header,
                Memo = asked.Memo,
                SearchAttributes = asked.SearchAttributes,
            },
        });
        starting.Start(order, runId);
    }

    private static StartWorkflowParameters NextRun(Run run, ContinueAsNewWorkflowExecutionCommandAttributes asked, DateTimeOffset now)
    {
        var next = run.Started.Clone();
        if (asked.WorkflowType is { Name.Length: > 0 }) next.WorkflowType = asked.WorkflowType;
        if (asked.TaskQueue is { Name.Length: > 0 } queue) next.TaskQueue = new() { Name = queue.Name, Kind = TaskQueueKind.Normal };
        next.Input = asked.Input;
        if (RunTimeouts.Of(asked.WorkflowRunTimeout) is not null) next.WorkflowRunTimeout = asked.WorkflowRunTimeout;
        if (RunTimeouts.Of(asked.WorkflowTaskTimeout) is not null) next.WorkflowTaskTimeout = asked.WorkflowTaskTimeout;
        RunTimeouts.Fit(next);
        next.ContinuedExecutionRunId = run.Key.RunId;
        next.Initiator = asked.Initiator == ContinueAsNewInitiator.Unspecified ? ContinueAsNewInitiator.Workflow : asked.Initiator;
        next.ContinuedFailure = asked.Failure;
        next.LastCompletionResult = asked.LastCompletionResult;
        next.RetryPolicy = asked.RetryPolicy;
        next.Attempt = 1;
        next.Identity = "";
        next.Header = asked.Header;
        // What of these goes on is for the workflow's worker to say.
        next.Memo = asked.Memo;
        next.SearchAttributes = asked.SearchAttributes;
        return new StartWorkflowParameters
        {
            Namespace = run.Key.Namespace,
            WorkflowId = run.Key.WorkflowId,
            Attributes = next,
            Delay = Duration.FromTimeSpan(WorkflowRetry.AtLeast(run, asked.BackoffStartInterval?.ToTimeSpan() ?? default, now)),
        };
    }
}
