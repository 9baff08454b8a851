using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace PipAi.Workers.Pipeline.Admission;

/// <summary>
/// Counts a document at the door from its first turn in this process to its last. It changes nothing that a workflow sees.
/// </summary>
internal sealed class OpenDocuments(DocumentDoor door) : IWorkerInterceptor
{
    /// <inheritdoc/>
    public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) => new Counting(door, nextInterceptor);

    private sealed class Counting(DocumentDoor door, WorkflowInboundInterceptor next) : WorkflowInboundInterceptor(next)
    {
        public override async Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input)
        {
            var run = Workflow.Info.RunId;
            door.Admit(run);
            try
            {
                return await Next.ExecuteWorkflowAsync(input);
            }
            finally
            {
                door.Leave(run);
            }
        }
    }
}
