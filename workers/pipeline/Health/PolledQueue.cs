namespace PipAi.Workers.Pipeline.Health;

/// <summary>What a poll asks for: tasks of one kind from one queue.</summary>
/// <param name="TaskQueue">The queue's name.</param>
/// <param name="Kind">The kind of task.</param>
internal readonly record struct PolledQueue(string TaskQueue, PollKind Kind)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Kind == PollKind.Workflow ? "workflow" : "activity")} tasks of '{TaskQueue}'";
}

/// <summary>The two kinds of task; a worker polls for each by itself.</summary>
internal enum PollKind
{
    /// <summary>Turns of workflows.</summary>
    Workflow,

    /// <summary>Attempts of activities.</summary>
    Activity,
}
