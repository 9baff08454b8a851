using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Resource.V1;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>Cloud Ops calls about service accounts.</summary>
internal sealed class ServiceAccountCalls(SerialExecutor executor, CloudAccount account, CloudOperations operations)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<CreateServiceAccountRequest, CreateServiceAccountResponse>(executor, Create)
        .On<GetServiceAccountRequest, GetServiceAccountResponse>(executor, ask =>
            new() { ServiceAccount = account.ServiceAccount(ask.ServiceAccountId).Clone() })
        .On<GetServiceAccountsRequest, GetServiceAccountsResponse>(executor, List)
        .On<UpdateServiceAccountRequest, UpdateServiceAccountResponse>(executor, Update)
        .On<SetServiceAccountNamespaceAccessRequest, SetServiceAccountNamespaceAccessResponse>(executor, SetAccess)
        .On<DeleteServiceAccountRequest, DeleteServiceAccountResponse>(executor, Delete);

    private GetServiceAccountsResponse List(GetServiceAccountsRequest ask)
    {
        var (items, next) = account.Pages.Cut(
            "service accounts", account.State.ServiceAccounts.Values, item => item.Id, ask.PageSize, ask.PageToken);
        return new() { ServiceAccount = { items.Select(item => item.Clone()) }, NextPageToken = next };
    }

    private CreateServiceAccountResponse Create(CreateServiceAccountRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated)
        {
            var known = account.State.ServiceAccounts.Values.FirstOrDefault(item => item.Spec.Equals(ask.Spec));
            return new() { ServiceAccountId = known?.Id ?? "", AsyncOperation = repeated };
        }
        Check(ask.Spec);
        var created = new ServiceAccount
        {
            Id = Guid.NewGuid().ToString("N"),
            Spec = ask.Spec.Clone(),
            State = ResourceState.Activating,
            ResourceVersion = account.State.NextVersion(),
            CreatedTime = Timestamp.FromDateTimeOffset(executor.Now),
        };
        account.State.ServiceAccounts.Add(created.Id, created);
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        created.AsyncOperationId = operation.Id;
        return new() { ServiceAccountId = created.Id, AsyncOperation = operation };
    }

    private UpdateServiceAccountResponse Update(UpdateServiceAccountRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.ServiceAccount(ask.ServiceAccountId);
        CloudAccount.Guard(target.ResourceVersion, ask.ResourceVersion, target.AsyncOperationId);
        Check(ask.Spec);
        if (ask.Spec.NamespaceScopedAccess?.Namespace != target.Spec.NamespaceScopedAccess?.Namespace)
            throw RpcError.Invalid("the namespace that a service account is confined to cannot be changed");
        if (ask.Spec.Equals(target.Spec)) throw RpcError.Invalid("nothing to change");
        target.Spec = ask.Spec.Clone();
        target.State = ResourceState.Updating;
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        target.AsyncOperationId = operation.Id;
        return new() { AsyncOperation = operation };
    }

    private SetServiceAccountNamespaceAccessResponse SetAccess(SetServiceAccountNamespaceAccessRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.ServiceAccount(ask.ServiceAccountId);
        CloudAccount.Guard(target.ResourceVersion, ask.ResourceVersion, target.AsyncOperationId);
        account.Namespace(ask.Namespace);
        if (target.Spec.NamespaceScopedAccess is { } scoped)
            throw RpcError.Invalid($"service account '{target.Id}' is confined to namespace '{scoped.Namespace}'");
        if (ask.Access is { } given) CheckPermission(ask.Namespace, given);
        target.Spec.Access ??= new Access();
        if (ask.Access is { } access) target.Spec.Access.NamespaceAccesses[ask.Namespace] = access;
        else target.Spec.Access.NamespaceAccesses.Remove(ask.Namespace);
        target.State = ResourceState.Updating;
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        target.AsyncOperationId = operation.Id;
        return new() { AsyncOperation = operation };
    }

    private DeleteServiceAccountResponse Delete(DeleteServiceAccountRequest ask)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = account.ServiceAccount(ask.ServiceAccountId);
        CloudAccount.Guard(target.ResourceVersion, ask.ResourceVersion, target.AsyncOperationId);
        target.State = ResourceState.Deleting;
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        target.AsyncOperationId = operation.Id;
        return new() { AsyncOperation = operation };
    }

    private void Check(ServiceAccountSpec spec)
    {
        if (spec.Name.Length is 0 or > 64) throw RpcError.Invalid($"service account name '{spec.Name}' must have 1 to 64 characters");
        if (spec.Access is null == spec.NamespaceScopedAccess is null)
            throw RpcError.Invalid("a service account has either spec.access or spec.namespace_scoped_access");
        if (spec.NamespaceScopedAccess is { } scoped) CheckPermission(scoped.Namespace, scoped.Access);
        foreach (var access in spec.Access?.NamespaceAccesses ?? []) CheckPermission(access.Key, access.Value);
    }

    private void CheckPermission(string namespaceId, NamespaceAccess? access)
    {
        account.Namespace(namespaceId);
        if (access is null or { Permission: NamespaceAccess.Types.Permission.Unspecified })
            throw RpcError.Invalid($"the permission for namespace '{namespaceId}' is not set");
    }
}
