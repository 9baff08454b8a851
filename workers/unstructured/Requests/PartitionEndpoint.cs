using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Hosting;
using PipAi.Workers.Unstructured.Partitioning;
using PipAi.Workers.Unstructured.Performance;

namespace PipAi.Workers.Unstructured.Requests;

/// <summary><c>POST /general/v0/general</c>, in the shape of Unstructured's API.</summary>
internal sealed class PartitionEndpoint(Partitioner partitioner, Admission admission, ServiceOptions options)
{
    private const long FormOverhead = 1024 * 1024;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers a request: one array of elements for one file, an array of arrays for several.</summary>
    /// <exception cref="RefusedException">The request or a document cannot be served.</exception>
    public async Task<IResult> AnswerAsync(HttpContext context, CancellationToken cancellation)
    {
        if (context.Request.Query.Count > 0)
            throw RefusedException.BadRequest($"{context.Request.Query.Keys.First()} came in the address; parameters are form fields.");
        if (context.Request.Headers.Accept.ToString().Trim() == "multipart/mixed")
            throw new RefusedException(StatusCodes.Status406NotAcceptable, "multipart/mixed is not offered; answers are application/json.");
        var form = await FormAsync(context, cancellation);
        var files = PartitionForm.Files(form);
        var parameters = PartitionForm.Read(form);

        var answers = new List<IReadOnlyList<Element>>();
        foreach (var file in files) answers.Add(await PartitionAsync(file, parameters, cancellation));
        return answers is [var only] ? Results.Json(only, Json) : Results.Json(answers, Json);
    }

    private async Task<IReadOnlyList<Element>> PartitionAsync(IFormFile file, PartitionParameters parameters, CancellationToken cancellation)
    {
        if (file.Length > options.Limits.FileBytes) throw TooLarge();
        var slot = await admission.EnterAsync(cancellation);
        using var patience = new CancellationTokenSource(options.Limits.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        var work = Task.Run(() => Work(file, parameters, either.Token), CancellationToken.None);
        // The slot is free when the work has ended, not when the caller has stopped waiting for it.
        _ = work.ContinueWith(_ => slot.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await work.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw RefusedException.TooSlow(options.Limits.Time);
        }
    }

    private IReadOnlyList<Element> Work(IFormFile file, PartitionParameters parameters, CancellationToken cancellation)
    {
        using var stream = file.OpenReadStream();
        var body = new byte[file.Length];
        stream.ReadExactly(body);
        return partitioner.Partition(body, file.FileName, file.ContentType, parameters, cancellation);
    }

    // Large files are spooled to disk while they arrive, so that waiting requests cost no memory.
    private async Task<IFormCollection> FormAsync(HttpContext context, CancellationToken cancellation)
    {
        if (!context.Request.HasFormContentType)
            throw RefusedException.BadRequest("The request must be multipart/form-data with the document in \"files\".");
        if (context.Request.ContentLength > options.Limits.FileBytes + FormOverhead) throw TooLarge();
        try
        {
            var limits = new FormOptions { MultipartBodyLengthLimit = options.Limits.FileBytes + FormOverhead };
            context.Features.Set<IFormFeature>(new FormFeature(context.Request, limits));
            return await context.Request.ReadFormAsync(cancellation);
        }
        catch (InvalidDataException failure) when (failure.Message.Contains("limit", StringComparison.OrdinalIgnoreCase))
        {
            throw TooLarge();
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw RefusedException.BadRequest($"The multipart body is damaged: {failure.Message}");
        }
    }

    private RefusedException TooLarge() => RefusedException.TooLarge($"File is larger than {options.Limits.FileBytes / (1024 * 1024)} MiB.");
}
