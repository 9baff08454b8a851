using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Resource.V1;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>
/// Cloud Ops calls about API keys. A service account may see to its own keys, so a worker's key can be rotated without an
/// administrator.
/// </summary>
internal sealed class ApiKeyCalls(SerialExecutor executor, CloudAccount account, CloudOperations operations)
{
    private const int MostKeysOfOneOwner = 20;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(2 * 366);

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<CreateApiKeyRequest, CreateApiKeyResponse>((ask, call) => TurnAsync(() => Create(ask, call.Caller)))
        .On<GetApiKeyRequest, GetApiKeyResponse>((ask, call) => TurnAsync(() =>
            new GetApiKeyResponse { ApiKey = Owned(ask.KeyId, call.Caller).Clone() }))
        .On<GetApiKeysRequest, GetApiKeysResponse>((ask, call) => TurnAsync(() => List(ask, call.Caller)))
        .On<UpdateApiKeyRequest, UpdateApiKeyResponse>((ask, call) => TurnAsync(() => Update(ask, call.Caller)))
        .On<DeleteApiKeyRequest, DeleteApiKeyResponse>((ask, call) => TurnAsync(() => Delete(ask, call.Caller)))
        .On<GetCurrentIdentityRequest, GetCurrentIdentityResponse>((_, call) => TurnAsync(() => new GetCurrentIdentityResponse
        {
            ServiceAccount = account.State.ServiceAccounts.GetValueOrDefault(call.Caller.Id)?.Clone(),
        }));

    private Task<T> TurnAsync<T>(Func<T> turn) => Task.FromResult(executor.Run(turn));

    private CreateApiKeyResponse Create(CreateApiKeyRequest ask, Principal caller)
    {
        // The token is shown once and not kept: a repeated request cannot be answered with it.
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated)
            throw RpcError.Of(StatusCode.AlreadyExists, $"operation '{repeated.Id}' has created an API key, whose token was shown then");
        Check(ask.Spec, caller);
        var token = IssuedKey.NewToken();
        var created = new ApiKey
        {
            Id = Guid.NewGuid().ToString("N"),
            Spec = ask.Spec.Clone(),
            State = ResourceState.Activating,
            ResourceVersion = account.State.NextVersion(),
            CreatedTime = Timestamp.FromDateTimeOffset(executor.Now),
        };
        account.State.Keys.Add(created.Id, new IssuedKey(created, IssuedKey.Hash(token)));
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        created.AsyncOperationId = operation.Id;
        return new() { KeyId = created.Id, Token = token, AsyncOperation = operation };
    }

    private GetApiKeysResponse List(GetApiKeysRequest ask, Principal caller)
    {
        var keys = account.State.Keys.Values.Select(issued => issued.Key)
            .Where(key => ask.OwnerId.Length == 0 || key.Spec.OwnerId == ask.OwnerId)
            .Where(key => ask.OwnerType == OwnerType.Unspecified || key.Spec.OwnerType == ask.OwnerType)
            .Where(key => caller.ManagesAccount || key.Spec.OwnerId == caller.Id);
        var (items, next) = account.Pages.Cut(
            $"api keys {caller.Id} {ask.OwnerId} {ask.OwnerType}", keys, key => key.Id, ask.PageSize, ask.PageToken);
        return new() { ApiKeys = { items.Select(key => key.Clone()) }, NextPageToken = next };
    }

    private UpdateApiKeyResponse Update(UpdateApiKeyRequest ask, Principal caller)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = Owned(ask.KeyId, caller);
        CloudAccount.Guard(target.ResourceVersion, ask.ResourceVersion, target.AsyncOperationId);
        if (ask.Spec.OwnerId != target.Spec.OwnerId || ask.Spec.OwnerType != target.Spec.OwnerType
            || !Equals(ask.Spec.ExpiryTime, target.Spec.ExpiryTime))
            throw RpcError.Invalid("owner and expiry of an API key cannot be changed");
        target.Spec.DisplayName = ask.Spec.DisplayName;
        target.Spec.Description = ask.Spec.Description;
        target.Spec.Disabled = ask.Spec.Disabled;
        target.State = ResourceState.Updating;
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        target.AsyncOperationId = operation.Id;
        return new() { AsyncOperation = operation };
    }

    private DeleteApiKeyResponse Delete(DeleteApiKeyRequest ask, Principal caller)
    {
        if (operations.Repeated(ask.AsyncOperationId, ask) is { } repeated) return new() { AsyncOperation = repeated };
        var target = Owned(ask.KeyId, caller);
        CloudAccount.Guard(target.ResourceVersion, ask.ResourceVersion, target.AsyncOperationId);
        target.State = ResourceState.Deleting;
        var operation = operations.Begin(ask.AsyncOperationId, ask);
        target.AsyncOperationId = operation.Id;
        return new() { AsyncOperation = operation };
    }

    private ApiKey Owned(string id, Principal caller)
    {
        var key = account.Key(id);
        return caller.ManagesAccount || key.Spec.OwnerId == caller.Id ? key : throw CloudAccount.Missing("api key", id);
    }

    private void Check(ApiKeySpec spec, Principal caller)
    {
        if (!caller.ManagesAccount && spec.OwnerId != caller.Id)
            throw RpcError.Of(StatusCode.PermissionDenied, $"'{caller.Id}' may create API keys only for itself");
        if (spec.OwnerType != OwnerType.ServiceAccount)
            throw RpcError.Invalid($"spec.owner_type is {spec.OwnerType}; here only service accounts own keys");
        account.ServiceAccount(spec.OwnerId);
        var expiry = spec.ExpiryTime;
        var life = expiry.ToDateTimeOffset() - executor.Now;
        if (life <= TimeSpan.Zero || life > LongestLife)
            throw RpcError.Invalid($"expiry_time is {expiry}; it must be in the future and at most 2 years away");
        if (account.State.Keys.Values.Count(key => key.Key.Spec.OwnerId == spec.OwnerId) >= MostKeysOfOneOwner)
            throw RpcError.Of(StatusCode.ResourceExhausted, $"'{spec.OwnerId}' has {MostKeysOfOneOwner} API keys, and no more are allowed");
    }
}
