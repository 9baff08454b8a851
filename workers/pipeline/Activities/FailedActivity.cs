using PipAi.Workers.Contracts.Documents;
using PipAi.Workers.Pipeline.Documents;
using PipAi.Workers.Pipeline.Parsing;
using PipAi.Workers.Pipeline.Storage;
using Temporalio.Activities;
using Temporalio.Exceptions;

namespace PipAi.Workers.Pipeline.Activities;

/// <summary>Turns what went wrong in an attempt into what Temporal should do about it: fail for good, or try again and when.</summary>
internal static class FailedActivity
{
    /// <summary>The exception to leave the activity with.</summary>
    public static Exception From(Exception failure, string key, ActivityExecutionContext context) => failure switch
    {
        DocumentMissingException missing => Final(missing, DocumentFailure.NotFound),
        DocumentTooLargeException large => Final(large, DocumentFailure.TooLarge),
        DocumentRefusedException refused => Final(refused, refused.FailureType),
        StorageUnavailableException storage => Again(storage, "StorageUnavailable", null),
        UnstructuredUnavailableException { TooSlow: true } slow when context.Info.Attempt >= ActivityLimits.SlowAttempts =>
            Final(slow, DocumentFailure.TooLarge),
        UnstructuredUnavailableException parser => Again(parser, "UnstructuredUnavailable", parser.RetryAfter),
        // A cancelled workflow must see its own cancellation; a stopping worker gives the attempt back at once.
        OperationCanceledException cancelled when context.WorkerShutdownToken.IsCancellationRequested
            && context.CancelReason == ActivityCancelReason.WorkerShutdown => new ApplicationFailureException(
                $"The worker stopped before '{key}' was done; another one takes over.", cancelled, "WorkerStopping",
                nextRetryDelay: TimeSpan.FromMilliseconds(1)),
        _ => failure,
    };

    /// <summary>The value of the metric label <c>outcome</c>.</summary>
    public static string Outcome(Exception failure) => failure switch
    {
        DocumentMissingException or DocumentTooLargeException or DocumentRefusedException => "refused",
        OperationCanceledException => "cancelled",
        _ => "retried",
    };

    private static ApplicationFailureException Final(Exception failure, string type) =>
        new(failure.Message, failure.InnerException, type, nonRetryable: true);

    private static ApplicationFailureException Again(Exception failure, string type, TimeSpan? after) =>
        new(failure.Message, failure.InnerException, type, nextRetryDelay: after);
}
