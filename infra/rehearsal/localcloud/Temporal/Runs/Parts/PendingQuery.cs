using Temporalio.Api.Query.V1;

namespace PipAi.LocalCloud.Temporal.Runs.Parts;

/// <summary>A query on its way to a worker and back.</summary>
/// <param name="asked">What is asked.</param>
internal sealed class PendingQuery(WorkflowQuery asked)
{
    private readonly TaskCompletionSource<WorkflowQueryResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Names it in its task token.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What is asked.</summary>
    public WorkflowQuery Asked => asked;

    /// <summary>What the worker said.</summary>
    public Task<WorkflowQueryResult> Answer => answer.Task;

    /// <summary>The worker answered.</summary>
    public void Complete(WorkflowQueryResult result) => answer.TrySetResult(result);
}
