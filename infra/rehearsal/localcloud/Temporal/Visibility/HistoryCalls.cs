using Google.Protobuf;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Visibility;

/// <summary>What clients and workers call to read histories; clients also wait here for a workflow's end.</summary>
internal sealed class HistoryCalls(SerialExecutor executor, RunStore runs)
{
    /// <summary>How long a call that waits is held open, as at the real service.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<GetWorkflowExecutionHistoryRequest, GetWorkflowExecutionHistoryResponse>(GetAsync)
        .On<GetWorkflowExecutionHistoryReverseRequest, GetWorkflowExecutionHistoryReverseResponse>(executor, Reverse);

    private async Task<GetWorkflowExecutionHistoryResponse> GetAsync(GetWorkflowExecutionHistoryRequest ask, RpcCall call)
    {
        var (run, from) = executor.Run(() => Place(ask));
        if (ask.WaitNewEvent)
            await run.UntilAsync(executor, () => HasNews(run, from, ask), call.HoldFor(LongestWait), call.Cancelled);
        return executor.Run(() => Page(run, from, ask));
    }

    private (Run Run, int From) Place(GetWorkflowExecutionHistoryRequest ask) => Place(ask.Namespace, ask.Execution, ask.NextPageToken);

    private (Run Run, int From) Place(string namespaceId, WorkflowExecution named, ByteString token)
    {
        if (token.IsEmpty) return (runs.Find(namespaceId, named), 0);
        var page = HistoryPage.Read(token) ?? throw RpcError.Invalid("Invalid NextPageToken.");
        if (named.RunId.Length > 0 && named.RunId != page.RunId)
            throw RpcError.Invalid("RunId in the request does not match the NextPageToken.");
        return (runs.Find(namespaceId, new() { WorkflowId = named.WorkflowId, RunId = page.RunId }), page.From);
    }

    private GetWorkflowExecutionHistoryReverseResponse Reverse(GetWorkflowExecutionHistoryReverseRequest ask)
    {
        // A page token says how many events came before, here the latest ones.
        var (run, from) = Place(ask.Namespace, ask.Execution, ask.NextPageToken);
        var to = from + PageSize(ask.MaximumPageSize);
        var answer = new GetWorkflowExecutionHistoryReverseResponse { History = new() };
        answer.History.Events.AddRange(run.Events.Reverse().Skip(from).Take(to - from));
        if (to < run.Events.Count) answer.NextPageToken = new HistoryPage(run.Key.RunId, to).ToToken();
        return answer;
    }

    private static int PageSize(int asked) => asked is > 0 and < HistoryLimits.PageEvents ? asked : HistoryLimits.PageEvents;

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
        answer.NextPageToken = HistoryPage.Fill(answer.History, run, from, PageSize(ask.MaximumPageSize));
        if (answer.NextPageToken.IsEmpty && ask.WaitNewEvent && run.IsOpen)
            answer.NextPageToken = new HistoryPage(run.Key.RunId, run.Events.Count).ToToken();
        return answer;
    }
}
