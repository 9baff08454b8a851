using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Messages;

/// <summary>What clients call to signal workflows.</summary>
internal sealed class SignalCalls(SerialExecutor executor, RunStore runs, EventBuffer events, StartCalls starts)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<SignalWorkflowExecutionRequest, SignalWorkflowExecutionResponse>(executor, ask =>
        {
            Deliver(runs.FindOpen(ask.Namespace, ask.WorkflowExecution), new()
            {
                SignalName = ask.SignalName,
                Input = ask.Input,
                Identity = ask.Identity,
                Header = ask.Header,
                RequestId = ask.RequestId,
            });
            return new();
        })
        .On<SignalWithStartWorkflowExecutionRequest, SignalWithStartWorkflowExecutionResponse>(executor, SignalWithStart);

    private SignalWithStartWorkflowExecutionResponse SignalWithStart(SignalWithStartWorkflowExecutionRequest ask)
    {
        var signal = new WorkflowExecutionSignaledEventAttributes
        {
            SignalName = ask.SignalName,
            Input = ask.SignalInput,
            Identity = ask.Identity,
            Header = ask.Header,
            RequestId = ask.RequestId,
        };
        var start = ToStart(ask);
        if (runs.Latest(ask.Namespace, ask.WorkflowId) is { IsOpen: true } latest && !StartPolicy.TerminatesOpen(start))
        {
            if (latest.Signals.Contains(signal.RequestId)) return Answer(latest, isNew: false);
            RefuseIfFull(latest);
            events.DeliverNow(latest, Event(signal));
            return Answer(latest, isNew: false);
        }
        var (run, isNew) = starts.Start(start, signal);
        return Answer(run, isNew);
    }

    private static SignalWithStartWorkflowExecutionResponse Answer(Run run, bool isNew) =>
        new() { RunId = run.Key.RunId, Started = isNew, FirstExecutionRunId = run.Started.FirstExecutionRunId };

    /// <summary>Signals a run, unless the request was heard before.</summary>
    public void Deliver(Run run, WorkflowExecutionSignaledEventAttributes signal)
    {
        if (run.Signals.Contains(signal.RequestId)) return;
        RefuseIfFull(run);
        events.Deliver(run, Event(signal));
    }

    private static void RefuseIfFull(Run run)
    {
        if (run.Signals.IsFull(run.HeldBack)) throw RpcError.Invalid("exceeded workflow execution limit for signal events");
    }

    private static HistoryEvent Event(WorkflowExecutionSignaledEventAttributes signal) =>
        new() { EventType = EventType.WorkflowExecutionSignaled, WorkflowExecutionSignaledEventAttributes = signal };

    private static StartWorkflowExecutionRequest ToStart(SignalWithStartWorkflowExecutionRequest ask) => new()
    {
        Namespace = ask.Namespace,
        WorkflowId = ask.WorkflowId,
        WorkflowType = ask.WorkflowType,
        TaskQueue = ask.TaskQueue,
        Input = ask.Input,
        WorkflowExecutionTimeout = ask.WorkflowExecutionTimeout,
        WorkflowRunTimeout = ask.WorkflowRunTimeout,
        WorkflowTaskTimeout = ask.WorkflowTaskTimeout,
        Identity = ask.Identity,
        RequestId = ask.RequestId,
        WorkflowIdReusePolicy = ask.WorkflowIdReusePolicy,
        WorkflowIdConflictPolicy = ask.WorkflowIdConflictPolicy,
        RetryPolicy = ask.RetryPolicy,
        Memo = ask.Memo,
        SearchAttributes = ask.SearchAttributes,
        Header = ask.Header,
        WorkflowStartDelay = ask.WorkflowStartDelay,
        UserMetadata = ask.UserMetadata,
        Priority = ask.Priority,
    };
}
