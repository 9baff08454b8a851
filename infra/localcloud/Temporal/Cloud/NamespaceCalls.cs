using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Resource.V1;
using RegionState = Temporalio.Api.Cloud.Namespace.V1.NamespaceRegionStatus.Types.State;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>Cloud Ops calls about namespaces.</summary>
internal sealed class NamespaceCalls(Turns turns, CloudAccount account, CloudOperations operations, Func<string> address)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<GetRegionsRequest, GetRegionsResponse>(turns, _ => new() { Regions = { CloudRegions.All } })
        .On<GetRegionRequest, GetRegionResponse>(turns, ask => new()
        {
            Region = CloudRegions.All.FirstOrDefault(region => region.Id == ask.Region) ?? throw CloudAccount.Missing("region", ask.Region),
        })
        .On<CreateNamespaceRequest, CreateNamespaceResponse>(turns, Create)
        .On<GetNamespaceRequest, GetNamespaceResponse>(turns, ask => new() { Namespace = Shown(account.Namespace(ask.Namespace)) })
        .On<GetNamespacesRequest, GetNamespacesResponse>(turns, ask => new()
        {
            Namespaces = { account.State.Namespaces.Values.Where(item => ask.Name is "" || item.Spec.Name == ask.Name).Select(Shown) },
        })
        .On<UpdateNamespaceRequest, UpdateNamespaceResponse>(turns, Update)
        .On<UpdateNamespaceTagsRequest, UpdateNamespaceTagsResponse>(turns, UpdateTags)
        .On<DeleteNamespaceRequest, DeleteNamespaceResponse>(turns, Delete);

    private CreateNamespaceResponse Create(CreateNamespaceRequest ask)
    {
        var id = $"{ask.Spec.Name}.{CloudAccount.Id}";
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { Namespace = id, AsyncOperation = repeated };
        NamespaceRules.Check(ask.Spec);
        if (account.State.Namespaces.ContainsKey(id)) throw RpcError.Of(StatusCode.AlreadyExists, $"namespace '{id}' already exists");
        if (account.State.Namespaces.Count >= NamespaceRules.MostNamespaces)
            throw RpcError.Of(StatusCode.ResourceExhausted, $"the account has {NamespaceRules.MostNamespaces} namespaces, and no more are allowed");
        var regions = NamespaceRegions.Of(ask.Spec);
        var created = new Namespace
        {
            Namespace_ = id,
            Spec = ask.Spec.Clone(),
            State = ResourceState.Activating,
            ResourceVersion = account.State.NextVersion(),
            ActiveRegion = regions[0],
            CreatedTime = Timestamp.FromDateTimeOffset(turns.Now),
            Limits = new() { ActionsPerSecondLimit = 500 },
        };
        created.Tags.Add(ask.Tags);
        NamespaceRegions.Set(created, regions);
        foreach (var region in regions.Reverse())
            created.RegionStatus[region] = new() { State = region == regions[0] ? RegionState.Active : RegionState.Passive };
        account.State.Namespaces.Add(id, created);
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        created.AsyncOperationId = operation.Id;
        return new() { Namespace = id, AsyncOperation = operation };
    }

    private UpdateNamespaceResponse Update(UpdateNamespaceRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.Namespace(ask.Namespace);
        CloudAccount.Guard(target.ResourceVersion, ask.ResourceVersion, target.AsyncOperationId);
        NamespaceRules.Check(ask.Spec);
        if (ask.Spec.Name != target.Spec.Name) throw RpcError.Invalid("the name of a namespace cannot be changed");
        var regions = NamespaceRegions.Of(target.Spec);
        if (!regions.ToHashSet().SetEquals(NamespaceRegions.Of(ask.Spec)))
            throw RpcError.Invalid("regions cannot be changed by an update: use AddNamespaceRegion and DeleteNamespaceRegion");
        var spec = ask.Spec.Clone();
        NamespaceRegions.SetIn(spec, regions);
        if (spec.Equals(target.Spec)) throw RpcError.Invalid("nothing to change");
        target.Spec = spec;
        target.State = ResourceState.Updating;
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        target.AsyncOperationId = operation.Id;
        return new() { AsyncOperation = operation };
    }

    private UpdateNamespaceTagsResponse UpdateTags(UpdateNamespaceTagsRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.Namespace(ask.Namespace);
        foreach (var (name, value) in ask.TagsToUpsert) target.Tags[name] = value;
        foreach (var name in ask.TagsToRemove) target.Tags.Remove(name);
        return new() { AsyncOperation = operations.Begin(ask.AsyncOperationId, ask) };
    }

    private DeleteNamespaceResponse Delete(DeleteNamespaceRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.Namespace(ask.Namespace);
        CloudAccount.Guard(target.ResourceVersion, ask.ResourceVersion, target.AsyncOperationId);
        if (target.Spec.Lifecycle?.EnableDeleteProtection == true)
            throw RpcError.Of(StatusCode.FailedPrecondition, $"namespace '{ask.Namespace}' is protected from deletion");
        target.State = ResourceState.Deleting;
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        target.AsyncOperationId = operation.Id;
        return new() { AsyncOperation = operation };
    }

    /// <summary>A namespace as the API shows it. Its address is where this service listens now, so it is not kept.</summary>
    private Namespace Shown(Namespace kept)
    {
        var shown = kept.Clone();
        shown.Endpoints = new() { GrpcAddress = address(), MtlsGrpcAddress = address() };
        return shown;
    }
}
