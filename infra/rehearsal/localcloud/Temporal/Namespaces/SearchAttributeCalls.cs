using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Filters;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.OperatorService.V1;

namespace PipAi.LocalCloud.Temporal.Namespaces;

/// <summary>Which search attributes there are.</summary>
internal sealed class SearchAttributeCalls(SerialExecutor executor, AttributeSchema schema)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table.On<ListSearchAttributesRequest, ListSearchAttributesResponse>(executor, ask =>
    {
        var answer = new ListSearchAttributesResponse();
        foreach (var (name, type) in schema.CustomOf(ask.Namespace)) answer.CustomAttributes.Add(name, type);
        foreach (var (name, type) in BuiltInAttributes.All) answer.SystemAttributes.Add(name, type);
        return answer;
    });
}
