using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Rpc;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>The Cloud Ops API without its wire: all parts put together.</summary>
internal static class CloudOps
{
    /// <summary>Answers its methods in the table.</summary>
    public static void Register(
        RpcTable table, Turns turns, CloudAccount account, CloudOperations operations, Func<string> address)
    {
        operations.Register(table);
        new NamespaceCalls(turns, account, operations, address).Register(table);
        new NamespaceRegionCalls(turns, account, operations).Register(table);
        new ServiceAccountCalls(turns, account, operations).Register(table);
        new ApiKeyCalls(turns, account, operations).Register(table);
    }
}
