using Temporalio.Workflows;

namespace PipAi.Operations.Tests.Status;

/// <summary>A document's workflow that is done at once.</summary>
[Workflow("ProcessDocument")]
public sealed class Answered
{
    [WorkflowRun]
    public Task RunAsync() => Task.CompletedTask;
}
