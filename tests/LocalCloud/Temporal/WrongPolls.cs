using Google.Protobuf;
using Temporalio.Api.WorkflowService.V1;
using static PipAi.LocalCloud.Tests.Temporal.TemporalBed;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What names a task queue or a namespace wrongly.</summary>
internal static class WrongPolls
{
    private static readonly string Long = new('x', 1001);

    /// <summary>All of them by name.</summary>
    public static IEnumerable<(string Name, IMessage Request, string Says)> All =>
    [
        ("poll workflow tasks: no queue", new PollWorkflowTaskQueueRequest { Namespace = Namespace }, "askQueue is not set"),
        ("poll workflow tasks: long queue", new PollWorkflowTaskQueueRequest { Namespace = Namespace, TaskQueue = new() { Name = Long } },
            "taskQueue length"),
        ("poll workflow tasks: long identity",
            new PollWorkflowTaskQueueRequest { Namespace = Namespace, TaskQueue = new() { Name = "q" }, Identity = Long },
                "Identity length"),
        ("poll activity tasks: no queue", new PollActivityTaskQueueRequest { Namespace = Namespace }, "askQueue is not set"),
        ("poll activity tasks: nameless queue", new PollActivityTaskQueueRequest { Namespace = Namespace, TaskQueue = new() },
            "missing task queue name"),
        ("poll activity tasks: long identity",
            new PollActivityTaskQueueRequest { Namespace = Namespace, TaskQueue = new() { Name = "q" }, Identity = Long },
                "Identity length"),
        ("describe queue: none", new DescribeTaskQueueRequest { Namespace = Namespace }, "askQueue is not set"),
        ("list partitions: none", new ListTaskQueuePartitionsRequest { Namespace = Namespace }, "askQueue is not set"),
        ("list partitions: of a partition",
            new ListTaskQueuePartitionsRequest { Namespace = Namespace, TaskQueue = new() { Name = "/_sys/q/1" } }, "reserved prefix"),
        ("namespace: none", new ListWorkflowExecutionsRequest(), "amespace not set on request"),
        ("namespace: long", new CountWorkflowExecutionsRequest { Namespace = Long }, "Namespace length exceeds limit."),
    ];
}
