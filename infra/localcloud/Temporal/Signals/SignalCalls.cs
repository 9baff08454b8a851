using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Signals;

/// <summary>What clients call to signal workflows.</summary>
internal sealed class SignalCalls(Turns turns, RunStore runs, Inbox inbox, StartCalls starts)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<SignalWorkflowExecutionRequest, SignalWorkflowExecutionResponse>(turns, ask =>
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
        .On<SignalWithStartWorkflowExecutionRequest, SignalWithStartWorkflowExecutionResponse>(turns, SignalWithStart);

    private SignalWithStartWorkflowExecutionResponse SignalWithStart(SignalWithStartWorkflowExecutionRequest ask)
    {
        var latest = runs.Latest(ask.Namespace, ask.WorkflowId);
        var startsNew = latest is not { IsOpen: true };
        var run = startsNew ? starts.Start(ToStart(ask)).Run : latest!;
        Deliver(run, new()
        {
            SignalName = ask.SignalName,
            Input = ask.SignalInput,
            Identity = ask.Identity,
            Header = ask.Header,
            RequestId = ask.RequestId,
        });
        return new() { RunId = run.Key.RunId, Started = startsNew, FirstExecutionRunId = run.Started.FirstExecutionRunId };
    }

    private void Deliver(Run run, WorkflowExecutionSignaledEventAttributes signal)
    {
        if (run.Signals.Contains(signal.RequestId)) return;
        inbox.Deliver(run, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionSignaled,
            WorkflowExecutionSignaledEventAttributes = signal,
        });
    }

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
        RetryPolicy = ask.RetryPolicy,
        Memo = ask.Memo,
        SearchAttributes = ask.SearchAttributes,
        Header = ask.Header,
        WorkflowStartDelay = ask.WorkflowStartDelay,
        UserMetadata = ask.UserMetadata,
        Priority = ask.Priority,
    };
}
