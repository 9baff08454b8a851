using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Journals;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Batches;

/// <summary>One operation on many runs.</summary>
/// <param name="Ask">What was asked for.</param>
/// <param name="Shown">How it is described.</param>
internal sealed record BatchJob(StartBatchOperationRequest Ask, DescribeBatchOperationResponse Shown)
{
    /// <summary>The runs that are left.</summary>
    public Queue<RunKey> Left { get; } = [];

    /// <summary>Its next step.</summary>
    public DeadlineTimer? Next { get; set; }
}
