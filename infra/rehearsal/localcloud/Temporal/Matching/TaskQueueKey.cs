namespace PipAi.LocalCloud.Temporal.Matching;

/// <summary>What is queued: workflow tasks or activity tasks. The two never mix, even in queues of one name.</summary>
internal enum TaskKind
{
    /// <summary>Turns of workflows, and direct queries.</summary>
    Workflow,

    /// <summary>Attempts of activities.</summary>
    Activity,
}

/// <summary>One task queue. A worker's sticky queue is one too, under the name the worker gave it.</summary>
internal readonly record struct TaskQueueKey(string Namespace, string Name, TaskKind Kind);
