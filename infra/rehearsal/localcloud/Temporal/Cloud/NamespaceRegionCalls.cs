using Grpc.Core;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Cloud.Rules;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Resource.V1;
using RegionState = Temporalio.Api.Cloud.Namespace.V1.NamespaceRegionStatus.Types.State;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>Cloud Ops calls about the regions of namespaces.</summary>
internal sealed class NamespaceRegionCalls(SerialExecutor executor, CloudAccount account, CloudOperations operations)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<FailoverNamespaceRegionRequest, FailoverNamespaceRegionResponse>(executor, FailOver)
        .On<AddNamespaceRegionRequest, AddNamespaceRegionResponse>(executor, Add)
        .On<DeleteNamespaceRegionRequest, DeleteNamespaceRegionResponse>(executor, Delete);

    private FailoverNamespaceRegionResponse FailOver(FailoverNamespaceRegionRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.Namespace(ask.Namespace);
        CloudAccount.Guard(target.ResourceVersion, target.ResourceVersion, target.AsyncOperationId);
        if (!target.RegionStatus.TryGetValue(ask.Region, out var status))
            throw RpcError.Invalid($"namespace '{ask.Namespace}' has no replica in '{ask.Region}'");
        if (status.State == RegionState.Active) throw RpcError.Invalid($"'{ask.Region}' is the active region already");
        target.State = ResourceState.Updating;
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        target.AsyncOperationId = operation.Id;
        return new() { AsyncOperation = operation };
    }

    private AddNamespaceRegionResponse Add(AddNamespaceRegionRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.Namespace(ask.Namespace);
        CloudAccount.Guard(target.ResourceVersion, ask.ResourceVersion, target.AsyncOperationId);
        string[] regions = [.. RegionRules.Of(target.Spec), ask.Region];
        if (target.RegionStatus.ContainsKey(ask.Region))
            throw RpcError.Invalid($"namespace '{ask.Namespace}' is in '{ask.Region}' already");
        if (CloudRegions.Fault(regions) is { } fault) throw RpcError.Invalid(fault);
        RegionRules.Set(target, regions);
        target.RegionStatus[ask.Region] = new() { State = RegionState.Adding };
        target.State = ResourceState.Updating;
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        target.AsyncOperationId = operation.Id;
        return new() { AsyncOperation = operation };
    }

    private DeleteNamespaceRegionResponse Delete(DeleteNamespaceRegionRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.Namespace(ask.Namespace);
        CloudAccount.Guard(target.ResourceVersion, ask.ResourceVersion, target.AsyncOperationId);
        if (!target.RegionStatus.TryGetValue(ask.Region, out var status))
            throw RpcError.Invalid($"namespace '{ask.Namespace}' has no replica in '{ask.Region}'");
        if (status.State == RegionState.Active)
            throw RpcError.Of(StatusCode.FailedPrecondition, $"'{ask.Region}' is the active region: fail over to the other one first");
        status.State = RegionState.Removing;
        target.State = ResourceState.Updating;
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        target.AsyncOperationId = operation.Id;
        return new() { AsyncOperation = operation };
    }
}
