using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using CloudNamespace = Temporalio.Api.Cloud.Namespace.V1.Namespace;

namespace PipAi.LocalCloud.Temporal.Namespaces;

/// <summary>What clients and workers call first: what the service is, and the namespace they work in.</summary>
internal sealed class NamespaceViewCalls(SerialExecutor executor, CloudAccount account)
{
    /// <summary>The version of the real service whose behaviour this one follows.</summary>
    private const string Version = "1.31.0-local";

    /// <summary>Largest payload; with it a worker refuses larger ones itself and says which.</summary>
    private const int LargestBlobBytes = 2 << 20;

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<GetSystemInfoRequest, GetSystemInfoResponse>(executor, _ => new()
        {
            ServerVersion = Version,
            Capabilities = new()
            {
                SignalAndQueryHeader = true,
                InternalErrorDifferentiation = true,
                ActivityFailureIncludeHeartbeat = true,
                EncodedFailureAttributes = true,
                UpsertMemo = true,
                SdkMetadata = true,
                CountGroupByExecutionStatus = true,
                SupportsSchedules = true,
                // Workers then say their build; nothing is routed by it.
                BuildIdBasedVersioning = true,
            },
        })
        .On<GetClusterInfoRequest, GetClusterInfoResponse>(executor, _ => new() { ServerVersion = Version, ClusterName = "local" })
        .On<DescribeNamespaceRequest, DescribeNamespaceResponse>((ask, call) => Task.FromResult(executor.Run(() =>
        {
            var named = ask.Namespace.Length > 0 ? ask.Namespace : ask.Id;
            return account.Serves(named) ? Describe(account.Namespace(named)) : throw RpcError.NamespaceNotFound(named);
        })))
        .On<ListNamespacesRequest, ListNamespacesResponse>((_, call) => Task.FromResult(executor.Run(() => new ListNamespacesResponse
        {
            Namespaces =
            {
                account.State.Namespaces.Values
                    .Where(
                        item => call.Caller.MayUse(item.Namespace_, Temporalio.Api.Cloud.Identity.V1.NamespaceAccess.Types.Permission.Read))
                    .Select(Describe),
            },
        })));

    // Capabilities switch what workers do; only what this service does is claimed.
    private static DescribeNamespaceResponse Describe(CloudNamespace described) => new()
    {
        NamespaceInfo = new()
        {
            Name = described.Namespace_,
            Id = described.Namespace_,
            State = NamespaceState.Registered,
            Capabilities = new() { SyncUpdate = true, AsyncUpdate = true },
            Limits = new() { BlobSizeLimitError = LargestBlobBytes, MemoSizeLimitError = LargestBlobBytes },
        },
        Config = new() { WorkflowExecutionRetentionTtl = Duration.FromTimeSpan(TimeSpan.FromDays(described.Spec.RetentionDays)) },
        ReplicationConfig = new()
        {
            ActiveClusterName = described.ActiveRegion,
            Clusters = { described.RegionStatus.Keys.Select(
                region => new Temporalio.Api.Replication.V1.ClusterReplicationConfig { ClusterName = region }) },
        },
        IsGlobalNamespace = described.RegionStatus.Count > 1,
    };
}
