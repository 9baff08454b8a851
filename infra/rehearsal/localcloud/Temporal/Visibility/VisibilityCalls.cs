using Google.Protobuf;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Filters;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Visibility;

/// <summary>What clients call to look at workflows: describe one, list and count many.</summary>
internal sealed class VisibilityCalls(SerialExecutor executor, RunStore runs, AttributeSchema schema)
{
    private const int LargestPage = 1000;

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<DescribeWorkflowExecutionRequest, DescribeWorkflowExecutionResponse>(executor, ask =>
            Descriptions.Full(runs.Find(ask.Namespace, ask.Execution)))
        .On<ListWorkflowExecutionsRequest, ListWorkflowExecutionsResponse>(executor, List)
        .On<CountWorkflowExecutionsRequest, CountWorkflowExecutionsResponse>(executor, Count);

    private ListWorkflowExecutionsResponse List(ListWorkflowExecutionsRequest ask)
    {
        var from = ask.NextPageToken.IsEmpty ? 0
            : HistoryPage.Read(ask.NextPageToken)?.From ?? throw RpcError.Invalid("Invalid NextPageToken.");
        var size = ask.PageSize is > 0 and < LargestPage ? ask.PageSize : LargestPage;
        var query = Read(ask.Namespace, ask.Query);
        if (query.GroupsByStatus) throw RpcError.Invalid("invalid query: operation is not supported: 'GROUP BY' clause");
        // Open runs come first, then those that ended last.
        var found = Find(ask.Namespace, query).OrderByDescending(run => run.Summary.ClosedAt ?? DateTimeOffset.MaxValue)
            .ThenByDescending(run => run.Summary.StartedAt).ThenBy(run => run.Key.RunId, StringComparer.Ordinal)
            .Skip(from).Take(size + 1).ToArray();
        var answer = new ListWorkflowExecutionsResponse();
        answer.Executions.Add(found.Take(size).Select(Descriptions.Brief));
        if (found.Length > size) answer.NextPageToken = new HistoryPage("", from + size).ToToken();
        return answer;
    }

    private CountWorkflowExecutionsResponse Count(CountWorkflowExecutionsRequest ask)
    {
        var query = Read(ask.Namespace, ask.Query);
        var found = Find(ask.Namespace, query).ToArray();
        var answer = new CountWorkflowExecutionsResponse { Count = found.Length };
        if (!query.GroupsByStatus) return answer;
        foreach (var group in found.GroupBy(run => run.Summary.Status))
        {
            var counted = new CountWorkflowExecutionsResponse.Types.AggregationGroup { Count = group.Count() };
            var status = JsonPayload.Text(group.Key.ToString());
            status.Metadata.Add("type", ByteString.CopyFromUtf8("Keyword"));
            counted.GroupValues.Add(status);
            answer.Groups.Add(counted);
        }
        return answer;
    }

    /// <summary>The runs that a filter means.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: it is none.</exception>
    public IEnumerable<Run> Find(string namespaceId, string query) => Find(namespaceId, Read(namespaceId, query));

    private VisibilityQuery Read(string namespaceId, string query) => new(query, name => schema.TypeOf(namespaceId, name));

    private IEnumerable<Run> Find(string namespaceId, VisibilityQuery query) =>
        runs.All.Where(run => run.Key.Namespace == namespaceId && query.Matches(attribute => RunAttributes.Of(run, attribute)));
}
