using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Cloud.Rules;
using PipAi.LocalCloud.Temporal.Concurrency;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Operation.V1;
using Temporalio.Api.Cloud.Resource.V1;
using RegionState = Temporalio.Api.Cloud.Namespace.V1.NamespaceRegionStatus.Types.State;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>What becomes true when an operation is done. All of it follows from the operation's request.</summary>
internal sealed class OperationEffects(SerialExecutor executor, CloudAccount account)
{
    /// <summary>Makes it true.</summary>
    public void Apply(AsyncOperation operation)
    {
        var input = operation.OperationInput;
        if (input.TryUnpack<DeleteNamespaceRequest>(out var deleted)) Delete(deleted.Namespace);
        else if (input.TryUnpack<FailoverNamespaceRegionRequest>(out var failover)) FailOver(failover);
        else if (input.TryUnpack<AddNamespaceRegionRequest>(out var added)) SetRegion(added.Namespace, added.Region, RegionState.Passive);
        else if (input.TryUnpack<DeleteNamespaceRegionRequest>(out var removed)) RemoveRegion(removed);
        else if (input.TryUnpack<DeleteServiceAccountRequest>(out var gone)) DeleteServiceAccount(gone.ServiceAccountId);
        else if (input.TryUnpack<DeleteApiKeyRequest>(out var key)) account.State.Keys.Remove(key.KeyId);
        else if (input.TryUnpack<RenameCustomSearchAttributeRequest>(out var renamed)) Rename(renamed);
        Settle(operation.Id);
    }

    /// <summary>The operation failed: a namespace it was to create, change or delete shows it.</summary>
    public void Abandon(string operationId)
    {
        foreach (var item in account.State.Namespaces.Values.Where(item => item.AsyncOperationId == operationId))
        {
            item.AsyncOperationId = "";
            item.State = item.State switch
            {
                ResourceState.Deleting => ResourceState.DeleteFailed,
                ResourceState.Updating => ResourceState.UpdateFailed,
                _ => ResourceState.ActivationFailed,
            };
        }
    }

    /// <summary>Whatever the operation was changing is active again.</summary>
    private void Settle(string operationId)
    {
        var now = Timestamp.FromDateTimeOffset(executor.Now);
        foreach (var item in account.State.Namespaces.Values.Where(item => item.AsyncOperationId == operationId))
            (item.State, item.AsyncOperationId, item.ResourceVersion, item.LastModifiedTime) =
                (ResourceState.Active, "", account.State.NextVersion(), now);
        foreach (var item in account.State.ServiceAccounts.Values.Where(item => item.AsyncOperationId == operationId))
            (item.State, item.AsyncOperationId, item.ResourceVersion, item.LastModifiedTime) =
                (ResourceState.Active, "", account.State.NextVersion(), now);
        foreach (var item in account.State.Keys.Values.Select(issued => issued.Key).Where(item => item.AsyncOperationId == operationId))
            (item.State, item.AsyncOperationId, item.ResourceVersion, item.LastModifiedTime) =
                (ResourceState.Active, "", account.State.NextVersion(), now);
    }

    private void Delete(string id)
    {
        account.State.Namespaces.Remove(id);
        foreach (var scoped in account.State.ServiceAccounts.Values.Where(owner => owner.Spec.NamespaceScopedAccess?.Namespace == id)
            .ToArray())
            DeleteServiceAccount(scoped.Id);
        foreach (var owner in account.State.ServiceAccounts.Values) owner.Spec.Access?.NamespaceAccesses.Remove(id);
    }

    private void DeleteServiceAccount(string id)
    {
        account.State.ServiceAccounts.Remove(id);
        foreach (var key in account.State.Keys.Values.Where(key => key.Key.Spec.OwnerId == id).ToArray())
            account.State.Keys.Remove(key.Key.Id);
    }

    private void Rename(RenameCustomSearchAttributeRequest request)
    {
        var attributes = account.Namespace(request.Namespace).Spec.SearchAttributes;
        if (attributes.Remove(request.ExistingCustomSearchAttributeName, out var type))
            attributes[request.NewCustomSearchAttributeName] = type;
    }

    private void FailOver(FailoverNamespaceRegionRequest request)
    {
        var target = account.Namespace(request.Namespace);
        target.ActiveRegion = request.Region;
        foreach (var (region, status) in target.RegionStatus)
            status.State = region == request.Region ? RegionState.Active : RegionState.Passive;
        foreach (var replica in target.Replicas) replica.IsPrimary = replica.Region == request.Region;
    }

    private void SetRegion(string id, string region, RegionState state)
    {
        var target = account.Namespace(id);
        target.RegionStatus[region] = new NamespaceRegionStatus { State = state };
        foreach (var replica in target.Replicas.Where(replica => replica.Region == region))
            replica.State = Replica.Types.ReplicaState.Active;
    }

    private void RemoveRegion(DeleteNamespaceRegionRequest request)
    {
        var target = account.Namespace(request.Namespace);
        target.RegionStatus.Remove(request.Region);
        RegionRules.Set(target, [.. RegionRules.Of(target.Spec).Where(region => region != request.Region)]);
    }
}
