using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.Operations.Tests.Verification;

/// <summary>A Temporal server's task queue of several partitions, each of which knows only its own pollers.</summary>
internal sealed class ScriptedTaskQueue : WorkflowService
{
    public const string Name = "documents";

    /// <summary>When the first partition was polled last.</summary>
    public static readonly DateTimeOffset LastPoll = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The pollers of each partition, the first is the root.</summary>
    public required string[][] Partitions { get; init; }

    /// <summary>Pollers of the first partition for activities where they are others than for workflows.</summary>
    public string[]? ActivityPollers { get; init; }

    /// <summary>Whether it answers for all its partitions at once; else it ignores what it does not know.</summary>
    public bool HasEnhancedMode { get; init; } = true;

    /// <summary>Whether it says how many partitions there are.</summary>
    public bool ListsPartitions { get; init; } = true;

#pragma warning disable CS0612 // Deprecated, but it is how all partitions are asked at once.
    protected override Task<T> InvokeRpcAsync<T>(string rpc, IMessage req, MessageParser<T> resp, RpcOptions? options = null) =>
        Task.FromResult((T)(req switch
        {
            DescribeTaskQueueRequest { ApiMode: DescribeTaskQueueMode.Enhanced } when HasEnhancedMode => (IMessage)All(),
            DescribeTaskQueueRequest one =>
                new DescribeTaskQueueResponse { Pollers = { Pollers(IndexOf(one.TaskQueue.Name), one.TaskQueueType) } },
            ListTaskQueuePartitionsRequest when ListsPartitions =>
                new ListTaskQueuePartitionsResponse { WorkflowTaskQueuePartitions = { Keys }, ActivityTaskQueuePartitions = { Keys } },
            _ => throw new RpcException(RpcException.StatusCode.Unimplemented, rpc, null),
        }));

    private IEnumerable<TaskQueuePartitionMetadata> Keys =>
        Partitions.Select((_, index) => new TaskQueuePartitionMetadata { Key = index == 0 ? Name : $"/_sys/{Name}/{index}" });

    private static int IndexOf(string name) =>
        name == Name ? 0 : int.Parse(name.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);

    private DescribeTaskQueueResponse All()
    {
        var version = new TaskQueueVersionInfo();
        foreach (var kind in new[] { TaskQueueType.Workflow, TaskQueueType.Activity })
            version.TypesInfo[(int)kind] =
                new() { Pollers = { Partitions.Index().SelectMany(partition => Pollers(partition.Index, kind)) } };
        return new() { VersionsInfo = { [""] = version } };
    }
#pragma warning restore CS0612

    private IEnumerable<PollerInfo> Pollers(int index, TaskQueueType kind) =>
        (kind == TaskQueueType.Activity && index == 0 && ActivityPollers is { } others ? others : Partitions[index]).Select(
            identity => new PollerInfo
            {
                Identity = identity,
                // A partition that was polled longer ago is numbered higher.
                LastAccessTime = Timestamp.FromDateTimeOffset(LastPoll - TimeSpan.FromSeconds(index)),
            });
}
