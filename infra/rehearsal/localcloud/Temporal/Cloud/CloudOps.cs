using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Rpc;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>The Cloud Ops API without its wire: all parts put together.</summary>
internal static class CloudOps
{
    /// <summary>Answers its methods in the table.</summary>
    public static void Register(
        RpcTable table, SerialExecutor executor, CloudAccount account, CloudOperations operations, Func<string> address)
    {
        operations.Register(table);
        new NamespaceCalls(executor, account, operations, address).Register(table);
        new NamespaceRegionCalls(executor, account, operations).Register(table);
        new ServiceAccountCalls(executor, account, operations).Register(table);
        new ApiKeyCalls(executor, account, operations).Register(table);
    }
}
