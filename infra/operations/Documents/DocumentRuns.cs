using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Operations.Platform;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.Operations.Documents;

/// <summary>
/// Sends documents through the deployed platform as a customer's client would: upload to S3, start the workflow, wait, fetch
/// the elements. The workflow's name and JSON shapes are written here anew, so that a mistake in the workers can't agree with itself.
/// </summary>
/// <param name="outputs">The platform.</param>
/// <param name="access">How it is reached.</param>
/// <param name="temporal">Its Temporal.</param>
/// <param name="route">Which way the documents go; null for that of customers.</param>
internal sealed class DocumentRuns(PlatformOutputs outputs, PlatformAccess access, ITemporalClient temporal, DocumentRoute? route = null)
{
    private const string Workflow = "ProcessDocument";
    private readonly DocumentRoute route = route ?? DocumentRoute.OfCustomers(outputs);

    /// <summary>Uploads a document to the primary region, or to the next one that takes it, and starts its workflow.</summary>
    public Task<DocumentTicket> SubmitAsync(string fileName, byte[] content, CancellationToken cancellation) =>
        SubmitAsync(Guid.NewGuid().ToString("N"), fileName, content, cancellation);

    /// <summary>The same for a document that has an id: one that was sent before is not processed again.</summary>
    public async Task<DocumentTicket> SubmitAsync(string id, string fileName, byte[] content, CancellationToken cancellation)
    {
        var key = $"{route.Folder}/{id}/{fileName}";
        var contentType = ContentTypes.Of(fileName);
        await UploadAsync(key, contentType, content, cancellation);
        var input = JsonSerializer.SerializeToElement(new { key, contentType });
        var options = new WorkflowOptions($"{route.Name}-{id}", route.TaskQueue)
        {
            ExecutionTimeout = route.Timeout,
            IdReusePolicy = WorkflowIdReusePolicy.RejectDuplicate,
            Rpc = new() { CancellationToken = cancellation },
        };
        var handle = await PlatformCall.MakeAsync(
            $"The workflow of '{fileName}' cannot be started at Temporal, {outputs.TemporalAddress}",
            () => StartAsync(input, options), cancellation);
        return new DocumentTicket(fileName, key, handle);
    }

    /// <summary>A start whose answer was lost is told to be one that was made before.</summary>
    private async Task<WorkflowHandle> StartAsync(JsonElement input, WorkflowOptions options)
    {
        try
        {
            return await temporal.StartWorkflowAsync(Workflow, [input], options);
        }
        catch (WorkflowAlreadyStartedException)
        {
            return temporal.GetWorkflowHandle(options.Id!);
        }
    }

    /// <summary>Waits for the workflow and fetches the elements.</summary>
    /// <exception cref="DocumentFailedException">The workflow failed, or its result is nowhere to be found.</exception>
    public async Task<DocumentResult> ResultAsync(DocumentTicket ticket, CancellationToken cancellation)
    {
        JsonElement answer;
        try
        {
            answer = await PlatformCall.MakeAsync(
                $"The result of '{ticket.FileName}' cannot be had from Temporal, {outputs.TemporalAddress}",
                () => ticket.Workflow.GetResultAsync<JsonElement>(rpcOptions: new() { CancellationToken = cancellation }),
                cancellation);
        }
        catch (WorkflowFailedException failure)
        {
            throw new DocumentFailedException(ticket.FileName, InnermostMessage(failure), failure);
        }

        var resultKey = answer.GetProperty("resultKey").GetString()!;
        var storedIn = answer.GetProperty("storedIn").GetString()!;
        return new DocumentResult(
            ticket.Workflow.Id,
            resultKey,
            answer.GetProperty("readFrom").GetString()!,
            storedIn,
            answer.TryGetProperty("parsedBy", out var machine) ? machine.GetString() ?? "" : "",
            await FetchAsync(ticket.FileName, resultKey, storedIn, cancellation));
    }

    /// <summary>Both steps in one.</summary>
    public async Task<DocumentResult> ProcessAsync(string fileName, byte[] content, CancellationToken cancellation) =>
        await ResultAsync(await SubmitAsync(fileName, content, cancellation), cancellation);

    private async Task UploadAsync(string key, string contentType, byte[] content, CancellationToken cancellation)
    {
        var failures = new List<string>();
        foreach (var region in outputs.BucketRegions)
        {
            using var s3 = access.S3(region);
            using var body = new MemoryStream(content, writable: false);
            try
            {
                await s3.PutObjectAsync(
                    new PutObjectRequest { BucketName = outputs.Buckets[region], Key = key, ContentType = contentType, InputStream = body },
                    cancellation);
                return;
            }
            catch (Exception exception) when (IsOfTheRegion(exception, cancellation))
            {
                failures.Add($"{region}: {exception.Message}");
            }
        }

        throw new DocumentFailedException(Path.GetFileName(key), $"no storage region took it ({string.Join("; ", failures)})");
    }

    /// <summary>The SDK throws unrelated types for what a server answered and for what never reached one.</summary>
    private static bool IsOfTheRegion(Exception exception, CancellationToken cancellation) =>
        exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException
        || (exception is OperationCanceledException && !cancellation.IsCancellationRequested);

    private async Task<JsonElement> FetchAsync(string fileName, string key, string storedIn, CancellationToken cancellation)
    {
        using var s3 = access.S3(storedIn);
        try
        {
            return await PlatformCall.MakeAsync($"The elements of '{fileName}' cannot be read from '{key}' in {storedIn}", async () =>
            {
                using var response = await s3.GetObjectAsync(outputs.Buckets[storedIn], key, cancellation);
                return (await JsonDocument.ParseAsync(response.ResponseStream, cancellationToken: cancellation)).RootElement;
            }, cancellation);
        }
        catch (PlatformCallException exception) when (exception.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound })
        {
            throw new DocumentFailedException(
                fileName, $"the workflow says that its elements are at '{key}' in {storedIn}, but S3 has no such object", exception);
        }
    }

    private static string InnermostMessage(Exception exception)
    {
        while (exception.InnerException is { } inner) exception = inner;
        return exception.Message;
    }
}
