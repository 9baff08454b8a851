using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>How a workflow ended that a schedule had started, with all runs that followed its first one.</summary>
/// <param name="Started">The workflow, by its first run.</param>
/// <param name="Status">How; unspecified if it is gone.</param>
/// <param name="Result">What it completed with.</param>
/// <param name="Failure">What it failed with.</param>
internal sealed record WorkflowEnd(WorkflowExecution Started, WorkflowExecutionStatus Status, Payloads? Result, Failure? Failure);
