using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.WorkflowTasks;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Histories;

/// <summary>What clients and workers call to read histories; clients also wait here for a workflow's end.</summary>
internal sealed class HistoryCalls(Turns turns, RunStore runs)
{
    /// <summary>How long a call that waits is held open, as at the real service.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<GetWorkflowExecutionHistoryRequest, GetWorkflowExecutionHistoryResponse>(GetAsync)
        .On<GetWorkflowExecutionHistoryReverseRequest, GetWorkflowExecutionHistoryReverseResponse>(turns, ask =>
        {
            var answer = new GetWorkflowExecutionHistoryReverseResponse { History = new() };
            answer.History.Events.AddRange(runs.Find(ask.Namespace, ask.Execution).Events.Reverse());
            return answer;
        });

    private async Task<GetWorkflowExecutionHistoryResponse> GetAsync(GetWorkflowExecutionHistoryRequest ask, RpcCall call)
    {
        var (run, from) = turns.Take(() => Place(ask));
        if (ask.WaitNewEvent)
            await run.UntilAsync(turns, () => HasNews(run, from, ask), call.HoldFor(LongestWait), call.Cancelled);
        return turns.Take(() => Page(run, from, ask));
    }

    private (Run Run, int From) Place(GetWorkflowExecutionHistoryRequest ask)
    {
        if (ask.NextPageToken.IsEmpty) return (runs.Find(ask.Namespace, ask.Execution), 0);
        var page = HistoryPage.Read(ask.NextPageToken) ?? throw RpcError.Invalid("Invalid NextPageToken.");
        return (runs.Find(ask.Namespace, new() { WorkflowId = ask.Execution.WorkflowId, RunId = page.RunId }), page.From);
    }

    private static bool HasNews(Run run, int from, GetWorkflowExecutionHistoryRequest ask) =>
        !run.IsOpen || (ask.HistoryEventFilterType != HistoryEventFilterType.CloseEvent && run.Events.Count > from);

    private static GetWorkflowExecutionHistoryResponse Page(Run run, int from, GetWorkflowExecutionHistoryRequest ask)
    {
        var answer = new GetWorkflowExecutionHistoryResponse { History = new() };
        if (ask.HistoryEventFilterType == HistoryEventFilterType.CloseEvent)
        {
            // Without a close the last event stands in for it, unless the caller wants to wait on: then it gets a token to ask again.
            if (!run.IsOpen || !ask.WaitNewEvent) answer.History.Events.Add(run.Events[^1]);
            else answer.NextPageToken = new HistoryPage(run.Key.RunId, 0).ToToken();
            return answer;
        }
        var size = ask.MaximumPageSize > 0 ? Math.Min(ask.MaximumPageSize, HistoryLimits.PageEvents) : HistoryLimits.PageEvents;
        answer.NextPageToken = HistoryPage.Fill(answer.History, run, from, size);
        if (answer.NextPageToken.IsEmpty && ask.WaitNewEvent && run.IsOpen)
            answer.NextPageToken = new HistoryPage(run.Key.RunId, run.Events.Count).ToToken();
        return answer;
    }
}
