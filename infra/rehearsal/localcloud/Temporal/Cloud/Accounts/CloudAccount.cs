using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Resource.V1;

namespace PipAi.LocalCloud.Temporal.Cloud.Accounts;

/// <summary>The one account of this local Temporal Cloud: what it holds, and who may do what in it. To be used in turns only.</summary>
internal sealed class CloudAccount(AccountFile file, string administratorKey, SerialExecutor executor) : ICredentialStore
{
    /// <summary>The account's id, the last part of every namespace id.</summary>
    public const string Id = "local";

    /// <summary>What it holds.</summary>
    public AccountState State { get; } = file.Load();

    /// <summary>Names of namespaces by the ids that a workflow service of its own calls them.</summary>
    public ConcurrentDictionary<string, string> OtherIds { get; } = new();

    /// <summary>Its lists, page by page.</summary>
    public PageTokens Pages { get; } = new(administratorKey);

    /// <summary>Writes the account to its file. Every change ends with it.</summary>
    public void Save() => file.Save(State);

    /// <summary>What the local cloud's status shows.</summary>
    public JsonNode Describe() => new JsonObject
    {
        ["namespaces"] = new JsonArray([.. State.Namespaces.Values.Select(item => new JsonObject
        {
            ["id"] = item.Namespace_,
            ["state"] = item.State.ToString(),
            ["activeRegion"] = item.ActiveRegion,
        })]),
    };

    /// <inheritdoc/>
    public Principal? Identify(string key)
    {
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(administratorKey)))
            return Principal.Administrator;
        var hash = IssuedKey.Hash(key);
        var issued = State.Keys.Values.FirstOrDefault(candidate => candidate.Sha256 == hash)?.Key;
        if (issued is null or { Spec.Disabled: true } or { State: not (ResourceState.Active or ResourceState.Updating) }) return null;
        if (issued.Spec.ExpiryTime is { } expiry && expiry.ToDateTimeOffset() <= executor.Now) return null;
        return State.ServiceAccounts.TryGetValue(issued.Spec.OwnerId, out var owner) ? ToPrincipal(owner) : null;
    }

    /// <inheritdoc/>
    public string NameOf(string namespaceOrId) => OtherIds.GetValueOrDefault(namespaceOrId, namespaceOrId);

    /// <inheritdoc/>
    public bool Serves(string namespaceId) => State.Namespaces.TryGetValue(namespaceId, out var found)
        && found.State is ResourceState.Active or ResourceState.Updating or ResourceState.UpdateFailed;

    /// <inheritdoc/>
    public string? ActiveRegion(string namespaceId) => State.Namespaces.GetValueOrDefault(namespaceId)?.ActiveRegion;

    /// <summary>The namespaces that serve calls, with what is set for them.</summary>
    public IReadOnlyList<(string Name, NamespaceSpec Spec)> Served() =>
        [.. State.Namespaces.Values.Where(item => Serves(item.Namespace_)).Select(item => (item.Namespace_, item.Spec.Clone()))];

    /// <summary>The names of the serving namespaces that a caller may read.</summary>
    public IReadOnlyList<string> ReadableBy(Principal caller) =>
        [.. State.Namespaces.Keys.Where(name => Serves(name) && caller.MayUse(name, NamespaceAccess.Types.Permission.Read))];

    /// <summary>How long closed workflows of a namespace are kept; null if there is no such namespace.</summary>
    public TimeSpan? RetentionOf(string namespaceId) =>
        State.Namespaces.TryGetValue(namespaceId, out var found) ? TimeSpan.FromDays(found.Spec.RetentionDays) : null;

    /// <summary>The namespace of this id.</summary>
    /// <exception cref="RpcException">NOT_FOUND.</exception>
    public Namespace Namespace(string id) => State.Namespaces.GetValueOrDefault(id) ?? throw Missing("namespace", id);

    /// <summary>The service account of this id.</summary>
    /// <exception cref="RpcException">NOT_FOUND.</exception>
    public ServiceAccount ServiceAccount(string id) => State.ServiceAccounts.GetValueOrDefault(id) ?? throw Missing("service account", id);

    /// <summary>The API key of this id.</summary>
    /// <exception cref="RpcException">NOT_FOUND.</exception>
    public ApiKey Key(string id) => State.Keys.GetValueOrDefault(id)?.Key ?? throw Missing("api key", id);

    /// <summary>Something that is not there.</summary>
    public static RpcException Missing(string what, string id) => RpcError.Of(StatusCode.NotFound, $"{what} '{id}' not found");

    /// <summary>Refuses a change of something that was changed since the caller read it, or that is being changed.</summary>
    /// <exception cref="RpcException">FAILED_PRECONDITION.</exception>
    public static void Guard(string current, string given, string runningOperation)
    {
        if (runningOperation.Length > 0)
            throw RpcError.Of(StatusCode.FailedPrecondition, $"operation '{runningOperation}' is in progress");
        if (current != given)
            throw RpcError.Of(StatusCode.FailedPrecondition, $"resource version mismatch: it is '{current}', not '{given}'");
    }

    private static Principal ToPrincipal(ServiceAccount owner)
    {
        var accesses = owner.Spec.Access?.NamespaceAccesses.ToImmutableDictionary(access => access.Key, access => access.Value.Permission)
            ?? [];
        if (owner.Spec.NamespaceScopedAccess is { Namespace: var only, Access: { } scoped })
            accesses = accesses.SetItem(only, scoped.Permission);
        return new Principal(owner.Id, owner.Spec.Access?.AccountAccess?.Role ?? default, accesses);
    }
}
