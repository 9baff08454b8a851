using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Commands;

/// <summary>Why a worker's answer is not carried out: its workflow task fails, or its run is terminated.</summary>
/// <param name="Cause">The cause that the failed task shows.</param>
/// <param name="Message">What is wrong; null where the cause says it all.</param>
/// <param name="EndsRun">Whether another attempt would be in vain: the run is terminated.</param>
internal readonly record struct CommandFault(WorkflowTaskFailedCause Cause, string? Message, bool EndsRun = false)
{
    /// <summary>What the worker, the history and the log are told.</summary>
    public string Text => Message is null ? $"{Cause}" : $"{Cause}: {Message}";
}
