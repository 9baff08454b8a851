using PipAi.LocalCloud.Temporal.Cloud;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;

namespace PipAi.LocalCloud.Temporal.Visibility;

/// <summary>Which search attributes there are: the built-in ones, and those that the Cloud Ops API gave the namespace.</summary>
internal sealed class SearchAttributeCalls(Turns turns, CloudAccount account)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table.On<ListSearchAttributesRequest, ListSearchAttributesResponse>(turns, ask =>
    {
        var answer = new ListSearchAttributesResponse();
        // The types have the same names in both APIs.
        foreach (var (name, type) in account.Namespace(ask.Namespace).Spec.SearchAttributes)
            answer.CustomAttributes.Add(name, Enum.Parse<IndexedValueType>(type.ToString()));
        foreach (var (name, type) in RunAttribute.Types) answer.SystemAttributes.Add(name, type);
        return answer;
    });
}
