namespace PipAi.LocalCloud.Temporal.Updates;

/// <summary>How far an update is. The order matters: callers wait for a stage or any later one.</summary>
internal enum UpdateStage
{
    /// <summary>The service has it; no worker was told.</summary>
    Admitted,

    /// <summary>It went out with a workflow task that is not answered yet.</summary>
    Sent,

    /// <summary>The workflow accepted it: it is in the history and will be completed.</summary>
    Accepted,

    /// <summary>It has an outcome: a result, or why it failed or was rejected.</summary>
    Completed,
}
