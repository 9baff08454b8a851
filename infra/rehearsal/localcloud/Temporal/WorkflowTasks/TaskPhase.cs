namespace PipAi.LocalCloud.Temporal.WorkflowTasks;

/// <summary>Where a run's workflow task is.</summary>
internal enum TaskPhase
{
    /// <summary>There is none: the workflow waits for something to happen.</summary>
    None,

    /// <summary>It waits in a task queue.</summary>
    Scheduled,

    /// <summary>A worker has it.</summary>
    Started,

    /// <summary>The worker's commands are being carried out, all in one turn.</summary>
    Completing,
}
