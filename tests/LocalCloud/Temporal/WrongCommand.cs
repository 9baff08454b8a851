using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Commands of one turn, of which one is wrong.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Cause">The cause of the failed workflow task.</param>
/// <param name="Says">What its failure says, among other things.</param>
/// <param name="Commands">The commands.</param>
internal sealed record WrongCommand(string Name, WorkflowTaskFailedCause Cause, string Says, params Command[] Commands)
{
    /// <summary>Whether the server terminates the run.</summary>
    public bool EndsRun { get; init; }

    /// <summary>Servers before 1.NN refuse the answer, too, but let the task run into its timeout.</summary>
    public int Since { get; init; }
}
