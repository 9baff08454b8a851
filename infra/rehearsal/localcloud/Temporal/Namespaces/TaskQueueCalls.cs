using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Matching;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Namespaces;

/// <summary>What clients call to see how busy a task queue is, and who works on it.</summary>
internal sealed class TaskQueueCalls(SerialExecutor executor, TaskQueues queues)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<DescribeTaskQueueRequest, DescribeTaskQueueResponse>(executor, Describe)
        .On<ListTaskQueuePartitionsRequest, ListTaskQueuePartitionsResponse>(executor, Partitions);

    // A queue has one partition here; the real service spreads it over several.
    private static ListTaskQueuePartitionsResponse Partitions(ListTaskQueuePartitionsRequest ask)
    {
        var only = new TaskQueuePartitionMetadata { Key = ask.TaskQueue.Name, OwnerHostName = "127.0.0.1" };
        return new() { ActivityTaskQueuePartitions = { only }, WorkflowTaskQueuePartitions = { only.Clone() } };
    }

    private DescribeTaskQueueResponse Describe(DescribeTaskQueueRequest ask)
    {
        var named = ask.TaskQueue;
        var answer = new DescribeTaskQueueResponse();
        if (ask.ApiMode == DescribeTaskQueueMode.Unspecified)
        {
            var queue = queues[new(ask.Namespace, named.Name, KindOf(ask.TaskQueueType))];
            answer.Pollers.Add(queue.Pollers);
            if (ask.ReportStats) answer.Stats = queue.Stats;
            if (ask.IncludeTaskQueueStatus)
                answer.TaskQueueStatus = new()
                {
                    BacklogCountHint = queue.Stats.ApproximateBacklogCount,
                    RatePerSecond = 100_000,
                    TaskIdBlock = new(),
                };
            return answer;
        }
        var unversioned = new TaskQueueVersionInfo();
        TaskQueueType[] types = ask.TaskQueueTypes.Count > 0 ? [.. ask.TaskQueueTypes] : [TaskQueueType.Workflow, TaskQueueType.Activity];
        foreach (var type in types)
        {
            var queue = queues[new(ask.Namespace, named.Name, KindOf(type))];
            var description = new TaskQueueTypeInfo();
            if (ask.ReportPollers) description.Pollers.Add(queue.Pollers);
            if (ask.ReportStats) description.Stats = queue.Stats;
            unversioned.TypesInfo[(int)type] = description;
        }
        answer.VersionsInfo[""] = unversioned;
        return answer;
    }

    private static TaskKind KindOf(TaskQueueType type) => type == TaskQueueType.Activity ? TaskKind.Activity : TaskKind.Workflow;
}
