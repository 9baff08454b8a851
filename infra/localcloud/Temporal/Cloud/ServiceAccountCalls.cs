using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Resource.V1;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>Cloud Ops calls about service accounts.</summary>
internal sealed class ServiceAccountCalls(Turns turns, CloudAccount account, CloudOperations operations)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<CreateServiceAccountRequest, CreateServiceAccountResponse>(turns, Create)
        .On<GetServiceAccountRequest, GetServiceAccountResponse>(turns, ask =>
            new() { ServiceAccount = account.ServiceAccount(ask.ServiceAccountId).Clone() })
        .On<GetServiceAccountsRequest, GetServiceAccountsResponse>(turns, _ =>
            new() { ServiceAccount = { account.State.ServiceAccounts.Values.Select(item => item.Clone()) } })
        .On<UpdateServiceAccountRequest, UpdateServiceAccountResponse>(turns, Update)
        .On<SetServiceAccountNamespaceAccessRequest, SetServiceAccountNamespaceAccessResponse>(turns, SetAccess)
        .On<DeleteServiceAccountRequest, DeleteServiceAccountResponse>(turns, Delete);

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
            CreatedTime = Timestamp.FromDateTimeOffset(turns.Now),
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
        if (spec.NamespaceScopedAccess is { } scoped) account.Namespace(scoped.Namespace);
        foreach (var access in spec.Access?.NamespaceAccesses ?? [])
        {
            account.Namespace(access.Key);
            if (access.Value.Permission == NamespaceAccess.Types.Permission.Unspecified)
                throw RpcError.Invalid($"the permission for namespace '{access.Key}' is not set");
        }
    }
}
