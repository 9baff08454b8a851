using PipAi.Workers.Contracts.Documents;
using PipAi.Workers.Pipeline.Activities;
using PipAi.Workers.Pipeline.Documents;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace PipAi.Workers.Pipeline.Workflows;

/// <summary>
/// Turns one stored document into stored elements. The work is one activity on purpose: neither the document nor its
/// elements fit through Temporal (2 MiB a payload), so more steps would only add copies in S3 and billed actions, each
/// one more thing that a dark region can break. What a retry repeats is one read and one parse: seconds.
/// </summary>
[Workflow("ProcessDocument")]
internal sealed class ProcessDocumentWorkflow
{
    /// <summary>Checks the input, then has the document read, parsed and stored, for as long as that takes.</summary>
    /// <param name="input">Where the document is.</param>
    /// <returns>Where the elements are and which places served the run.</returns>
    /// <exception cref="ApplicationFailureException">The input is unusable (<see cref="DocumentFailure.InvalidInput"/>).</exception>
    [WorkflowRun]
    public async Task<ProcessDocumentResult> RunAsync(ProcessDocumentInput input)
    {
        if (DocumentKey.Problem(input?.Key) is { } problem)
            throw new ApplicationFailureException(problem, DocumentFailure.InvalidInput, nonRetryable: true);
        // By name: an expression would be interpreted again for each document.
        return await Workflow.ExecuteActivityAsync<ProcessDocumentResult>(DocumentActivities.ExtractElements, [input], Timeout);
    }

    /// <summary>
    /// A silent worker is noticed within 5 s by its missing heartbeat; a hanging attempt within 3 minutes; a broken
    /// platform is waited for up to a day, because a document that is given up is a document lost.
    /// </summary>
    private static ActivityOptions Timeout => new()
    {
        HeartbeatTimeout = TimeSpan.FromSeconds(5),
        StartToCloseTimeout = ActivityLimits.StartToClose,
        ScheduleToCloseTimeout = TimeSpan.FromHours(24),
        RetryPolicy = new RetryPolicy
        {
            InitialInterval = TimeSpan.FromMilliseconds(500),
            BackoffCoefficient = 2,
            MaximumInterval = TimeSpan.FromSeconds(15),
            NonRetryableErrorTypes = [.. DocumentFailure.All],
        },
    };
}
