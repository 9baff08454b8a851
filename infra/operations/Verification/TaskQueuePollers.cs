using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.Operations.Verification;

/// <summary>
/// Who polls a task queue. A queue has partitions, four unless the server is told otherwise; a poller is known only to those that it
/// polled, and DescribeTaskQueue answers for the one that is named: the queue's own name is that of the first.
/// </summary>
internal sealed class TaskQueuePollers(WorkflowService temporal, string namespaceName, string taskQueue)
{
    /// <summary>
    /// The identities that poll for tasks of both kinds, each once however many partitions list it, with the time since when Temporal has
    /// had a poll of either kind.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> OfBothKindsAsync(CancellationToken cancellation)
    {
        var polling = await OfAllPartitionsAsync(cancellation) ?? await OfEachPartitionAsync(cancellation);
        var (workflows, activities) = (LastOf(polling[TaskQueueType.Workflow]), LastOf(polling[TaskQueueType.Activity]));
        return workflows.Where(poller => activities.ContainsKey(poller.Key))
            .ToDictionary(poller => poller.Key, poller => poller.Value < activities[poller.Key] ? poller.Value : activities[poller.Key]);
    }

    private static Dictionary<string, DateTimeOffset> LastOf(IEnumerable<PollerInfo> pollers) => pollers
        .GroupBy(poller => poller.Identity)
        .ToDictionary(
            group => group.Key, group => group.Max(poller => poller.LastAccessTime?.ToDateTimeOffset() ?? DateTimeOffset.MinValue));

    /// <summary>Asks the server to ask all its partitions; null where it does not.</summary>
    private async Task<ILookup<TaskQueueType, PollerInfo>?> OfAllPartitionsAsync(CancellationToken cancellation)
    {
#pragma warning disable CS0612 // Deprecated, but one call, and the only one that knows of partitions that are read and no longer written.
        var request = new DescribeTaskQueueRequest
        {
            Namespace = namespaceName,
            TaskQueue = new TaskQueue { Name = taskQueue },
            ApiMode = DescribeTaskQueueMode.Enhanced,
            TaskQueueTypes = { TaskQueueType.Workflow, TaskQueueType.Activity },
            Versions = new() { Unversioned = true, AllActive = true },
            ReportPollers = true,
        };
        try
        {
            var answer = await temporal.DescribeTaskQueueAsync(request, Options(cancellation));
            return answer.VersionsInfo.Count == 0 ? null : answer.VersionsInfo.Values
                .SelectMany(version => version.TypesInfo)
                .SelectMany(type => type.Value.Pollers, (type, poller) => (Kind: (TaskQueueType)type.Key, Poller: poller))
                .ToLookup(found => found.Kind, found => found.Poller);
        }
        catch (RpcException refused) when (refused.Code is RpcException.StatusCode.Unimplemented or RpcException.StatusCode.InvalidArgument)
        {
            return null;
        }
#pragma warning restore CS0612
    }

    private async Task<ILookup<TaskQueueType, PollerInfo>> OfEachPartitionAsync(CancellationToken cancellation)
    {
        var polling = new List<(TaskQueueType Kind, PollerInfo Poller)>();
        foreach (var (kind, partition) in await PartitionsAsync(cancellation))
        {
            var answer = await temporal.DescribeTaskQueueAsync(
                new DescribeTaskQueueRequest
                {
                    Namespace = namespaceName,
                    TaskQueue = new TaskQueue { Name = partition },
                    TaskQueueType = kind,
                },
                Options(cancellation));
            polling.AddRange(answer.Pollers.Select(poller => (kind, poller)));
        }

        return polling.ToLookup(found => found.Kind, found => found.Poller);
    }

    /// <summary>The partitions by the names under which each can be described; a server that does not list them has one.</summary>
    private async Task<IEnumerable<(TaskQueueType Kind, string Name)>> PartitionsAsync(CancellationToken cancellation)
    {
        try
        {
            var answer = await temporal.ListTaskQueuePartitionsAsync(
                new ListTaskQueuePartitionsRequest { Namespace = namespaceName, TaskQueue = new TaskQueue { Name = taskQueue } },
                Options(cancellation));
            return answer.WorkflowTaskQueuePartitions.Select(partition => (TaskQueueType.Workflow, partition.Key))
                .Concat(answer.ActivityTaskQueuePartitions.Select(partition => (TaskQueueType.Activity, partition.Key)));
        }
        catch (RpcException refused) when (refused.Code == RpcException.StatusCode.Unimplemented)
        {
            return [(TaskQueueType.Workflow, taskQueue), (TaskQueueType.Activity, taskQueue)];
        }
    }

    private static RpcOptions Options(CancellationToken cancellation) => new() { CancellationToken = cancellation };
}
