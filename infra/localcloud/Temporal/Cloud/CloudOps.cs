using PipAi.LocalCloud.Temporal.Rpc;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>The Cloud Ops API without its wire: all parts put together.</summary>
internal sealed class CloudOps
{
    private readonly Turns turns;
    private readonly CloudOperations operations;

    /// <summary>Puts it together and answers its methods in the table.</summary>
    public CloudOps(
        Turns turns, CloudAccount account, TimeSpan operationDuration, Action<string> namespaceDeleted, Func<string> address, RpcTable table)
    {
        this.turns = turns;
        operations = new CloudOperations(turns, account, operationDuration, new OperationEffects(turns, account, namespaceDeleted));
        operations.Register(table);
        new NamespaceCalls(turns, account, operations, address).Register(table);
        new NamespaceRegionCalls(turns, account, operations).Register(table);
        new ServiceAccountCalls(turns, account, operations).Register(table);
        new ApiKeyCalls(turns, account, operations).Register(table);
    }

    /// <summary>Finishes what was running when the service stopped.</summary>
    public void Resume() => turns.Take(operations.Resume);
}
