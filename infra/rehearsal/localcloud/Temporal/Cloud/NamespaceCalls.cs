using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Cloud.Rules;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Operation.V1;
using Temporalio.Api.Cloud.Resource.V1;
using RegionState = Temporalio.Api.Cloud.Namespace.V1.NamespaceRegionStatus.Types.State;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>Cloud Ops calls about namespaces.</summary>
internal sealed class NamespaceCalls(SerialExecutor executor, CloudAccount account, CloudOperations operations, Func<string> address)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<GetRegionsRequest, GetRegionsResponse>(executor, _ => new() { Regions = { CloudRegions.All } })
        .On<GetRegionRequest, GetRegionResponse>(executor, ask => new()
        {
            Region = CloudRegions.All.FirstOrDefault(region => region.Id == ask.Region) ?? throw CloudAccount.Missing("region", ask.Region),
        })
        .On<CreateNamespaceRequest, CreateNamespaceResponse>(executor, Create)
        .On<GetNamespaceRequest, GetNamespaceResponse>(executor, ask => new() { Namespace = Shown(account.Namespace(ask.Namespace)) })
        .On<GetNamespacesRequest, GetNamespacesResponse>(executor, List)
        .On<UpdateNamespaceRequest, UpdateNamespaceResponse>(executor, Update)
        .On<UpdateNamespaceTagsRequest, UpdateNamespaceTagsResponse>(executor, UpdateTags)
        .On<RenameCustomSearchAttributeRequest, RenameCustomSearchAttributeResponse>(executor, Rename)
        .On<DeleteNamespaceRequest, DeleteNamespaceResponse>(executor, Delete);

    private GetNamespacesResponse List(GetNamespacesRequest ask)
    {
        var named = account.State.Namespaces.Values.Where(item => ask.Name is "" || item.Spec.Name == ask.Name);
        var (items, next) = account.Pages.Cut($"namespaces {ask.Name}", named, item => item.Spec.Name, ask.PageSize, ask.PageToken);
        return new() { Namespaces = { items.Select(Shown) }, NextPageToken = next };
    }

    private CreateNamespaceResponse Create(CreateNamespaceRequest ask)
    {
        var id = $"{ask.Spec.Name}.{CloudAccount.Id}";
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { Namespace = id, AsyncOperation = repeated };
        NamespaceRules.Check(ask.Spec);
        NamespaceRules.CheckTags(ask.Tags);
        if (account.State.Namespaces.ContainsKey(id)) throw RpcError.Of(StatusCode.AlreadyExists, $"namespace '{id}' already exists");
        if (account.State.Namespaces.Count >= NamespaceRules.MostNamespaces)
            throw RpcError.Of(
                StatusCode.ResourceExhausted, $"the account has {NamespaceRules.MostNamespaces} namespaces, and no more are allowed");
        var regions = RegionRules.Of(ask.Spec);
        var created = new Namespace
        {
            Namespace_ = id,
            Spec = ask.Spec.Clone(),
            State = ResourceState.Activating,
            ResourceVersion = account.State.NextVersion(),
            ActiveRegion = regions[0],
            CreatedTime = Timestamp.FromDateTimeOffset(executor.Now),
            Limits = new() { ActionsPerSecondLimit = 500 },
        };
        created.Tags.Add(ask.Tags);
        RegionRules.Set(created, regions);
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
        NamespaceRules.Check(ask.Spec, target.Spec);
        if (ask.Spec.Name != target.Spec.Name) throw RpcError.Invalid("the name of a namespace cannot be changed");
        var regions = RegionRules.Of(target.Spec);
        if (!regions.ToHashSet().SetEquals(RegionRules.Of(ask.Spec)))
            throw RpcError.Invalid("regions cannot be changed by an update: use AddNamespaceRegion and DeleteNamespaceRegion");
        var spec = ask.Spec.Clone();
        RegionRules.SetIn(spec, regions);
        if (spec.Equals(target.Spec)) throw RpcError.Invalid("nothing to change");
        target.Spec = spec;
        return new() { AsyncOperation = Begin(target, ResourceState.Updating, ask.AsyncOperationId, ask) };
    }

    private UpdateNamespaceTagsResponse UpdateTags(UpdateNamespaceTagsRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.Namespace(ask.Namespace);
        if (ask.TagsToRemove.FirstOrDefault(ask.TagsToUpsert.ContainsKey) is { } both)
            throw RpcError.Invalid($"tag '{both}' is to be set and to be removed");
        var tags = target.Tags.Where(tag => !ask.TagsToRemove.Contains(tag.Key) && !ask.TagsToUpsert.ContainsKey(tag.Key)).Concat(
            ask.TagsToUpsert).ToList();
        NamespaceRules.CheckTags(tags);
        target.Tags.Clear();
        foreach (var (name, value) in tags) target.Tags.Add(name, value);
        return new() { AsyncOperation = operations.Begin(ask.AsyncOperationId, ask) };
    }

    private RenameCustomSearchAttributeResponse Rename(RenameCustomSearchAttributeRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.Namespace(ask.Namespace);
        CloudAccount.Guard(target.ResourceVersion, ask.ResourceVersion, target.AsyncOperationId);
        var (old, wanted) = (ask.ExistingCustomSearchAttributeName, ask.NewCustomSearchAttributeName);
        if (!target.Spec.SearchAttributes.ContainsKey(old))
            throw RpcError.Invalid($"namespace '{ask.Namespace}' has no search attribute '{old}'");
        if (target.Spec.SearchAttributes.ContainsKey(wanted))
            throw RpcError.Invalid($"namespace '{ask.Namespace}' has a search attribute '{wanted}' already");
        SearchAttributeRules.CheckName(wanted);
        return new() { AsyncOperation = Begin(target, ResourceState.Updating, ask.AsyncOperationId, ask) };
    }

    private DeleteNamespaceResponse Delete(DeleteNamespaceRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.Namespace(ask.Namespace);
        CloudAccount.Guard(target.ResourceVersion, ask.ResourceVersion, target.AsyncOperationId);
        if (target.Spec.Lifecycle?.EnableDeleteProtection == true)
            throw RpcError.Of(StatusCode.FailedPrecondition, $"namespace '{ask.Namespace}' is protected from deletion");
        return new() { AsyncOperation = Begin(target, ResourceState.Deleting, ask.AsyncOperationId, ask) };
    }

    private AsyncOperation Begin(Namespace target, ResourceState state, string id, IMessage ask)
    {
        var operation = operations.Begin(id, ask);
        (target.State, target.AsyncOperationId) = (state, operation.Id);
        return operation;
    }

    /// <summary>A namespace as the API shows it. Its address is where this service listens now, so it is not kept.</summary>
    private Namespace Shown(Namespace kept)
    {
        var shown = kept.Clone();
        shown.Endpoints = new() { GrpcAddress = address(), MtlsGrpcAddress = address() };
        return shown;
    }
}
