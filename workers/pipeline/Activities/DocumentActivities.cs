using PipAi.Workers.Contracts.Documents;
using PipAi.Workers.Pipeline.Documents;
using PipAi.Workers.Pipeline.Metrics;
using PipAi.Workers.Pipeline.Parsing;
using PipAi.Workers.Pipeline.Storage;
using PipAi.Workers.Pipeline.Workflows;
using Temporalio.Activities;

namespace PipAi.Workers.Pipeline.Activities;

/// <summary>The activity behind <see cref="ProcessDocumentWorkflow"/>: read from S3, parse, store beside the document.</summary>
internal sealed class DocumentActivities(
    DocumentClient store, UnstructuredClient unstructured, RunningActivities board, PipelineMetrics metrics, TimeProvider time)
{
    /// <summary>The name under which a workflow asks for it.</summary>
    public const string ExtractElements = "ExtractElements";

    /// <summary>
    /// Reads the document (primary region, else a replica), has it parsed and stores the elements. May run any number of
    /// times: the same document gives the same elements under the same key.
    /// </summary>
    /// <param name="input">Where the document is.</param>
    /// <returns>Where the elements are and which places served this attempt.</returns>
    /// <exception cref="Temporalio.Exceptions.ApplicationFailureException">
    /// The document can never be processed (types of <see cref="DocumentFailure"/>), or not now (retried).
    /// </exception>
    [Activity(ExtractElements)]
    public async Task<ProcessDocumentResult> ExtractElementsAsync(ProcessDocumentInput input)
    {
        var context = ActivityExecutionContext.Current;
        var started = time.GetTimestamp();
        using var entry = board.Track(context.Info.ActivityId, input.Key);
        using var pulse = new HeartbeatTimer(context, time);
        try
        {
            var result = await ExtractAsync(input, pulse, context.CancellationToken);
            metrics.DocumentDone("succeeded", time.GetElapsedTime(started));
            Logged(context, input, result, time.GetElapsedTime(started));
            return result;
        }
        catch (Exception failure)
        {
            metrics.DocumentDone(FailedActivity.Outcome(failure), time.GetElapsedTime(started));
            throw FailedActivity.From(failure, input.Key, context);
        }
    }

    private async Task<ProcessDocumentResult> ExtractAsync(
        ProcessDocumentInput input, HeartbeatTimer pulse, CancellationToken cancellation)
    {
        pulse.Stage = "reading";
        var document = await store.ReadAsync(input.Key, ActivityLimits.DocumentBytes, cancellation);
        metrics.BytesRead(document.Body.Length);

        pulse.Stage = "parsing";
        var parsed = await unstructured.PartitionAsync(
            document.Body, input.Key, input.ContentType ?? document.ContentType, cancellation);

        pulse.Stage = "storing";
        var resultKey = DocumentKey.Elements(input.Key);
        var storedIn = await store.WriteAsync(resultKey, parsed.ElementsJson, "application/json", cancellation);
        return new()
        {
            ResultKey = resultKey,
            ElementCount = parsed.ElementCount,
            ReadFrom = document.Region,
            StoredIn = storedIn,
            ParsedBy = parsed.Machine,
        };
    }

    private static void Logged(
        ActivityExecutionContext context, ProcessDocumentInput input, ProcessDocumentResult result, TimeSpan took)
    {
        context.Logger.LogInformation(
            "Extracted {Elements} elements from {Key}: read from {ReadFrom}, parsed by {ParsedBy}, stored in {StoredIn}, "
                + "{Milliseconds:F0} ms",
            result.ElementCount, input.Key, result.ReadFrom, result.ParsedBy, result.StoredIn, took.TotalMilliseconds);
    }
}
