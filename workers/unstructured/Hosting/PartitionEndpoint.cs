using Microsoft.AspNetCore.Http.Features;
using PipAi.Workers.Unstructured.Performance;
using PipAi.Workers.Unstructured.Processes;
using PipAi.Workers.Unstructured.Refusals;
using PipAi.Workers.Unstructured.Requests;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Workers.Unstructured.Hosting;

/// <summary><c>POST /general/v0/general</c>, in the shape of Unstructured's API.</summary>
internal sealed class PartitionEndpoint(ProcessPool processes, ConcurrencyLimiter admission, ServiceOptions options)
{
    private const long FormOverhead = 1024 * 1024;
    private const string Json = "application/json; charset=utf-8";

    /// <summary>Answers a request: one array of elements for one file, an array of arrays for several.</summary>
    /// <exception cref="RequestRejectedException">The request or a document cannot be served.</exception>
    public async Task<IResult> AnswerAsync(HttpContext context, CancellationToken cancellation)
    {
        if (context.Request.Query.Count > 0)
            throw RequestRejectedException.BadRequest(
                $"{context.Request.Query.Keys.First()} came in the address; parameters are form fields.");
        if (context.Request.Headers.Accept.ToString().Trim() == "multipart/mixed")
            throw new RequestRejectedException(
                StatusCodes.Status406NotAcceptable, "multipart/mixed is not offered; answers are application/json.");
        var form = await FormAsync(context, cancellation);
        var files = PartitionForm.Files(form);
        var parameters = PartitionForm.Read(form);

        var answers = new List<byte[]>();
        foreach (var file in files) answers.Add(await PartitionAsync(file, parameters, cancellation));
        return Results.Bytes(answers is [var only] ? only : Joined(answers), Json);
    }

    private static byte[] Joined(List<byte[]> arrays)
    {
        var all = new MemoryStream();
        foreach (var array in arrays)
        {
            all.WriteByte(all.Length == 0 ? (byte)'[' : (byte)',');
            all.Write(array);
        }

        all.WriteByte((byte)']');
        return all.ToArray();
    }

    private async Task<byte[]> PartitionAsync(IFormFile file, PartitionParameters parameters, CancellationToken cancellation)
    {
        if (file.Length > options.Limits.FileBytes) throw TooLarge();
        using var slot = await admission.EnterAsync(cancellation);
        var document = new byte[file.Length];
        await using (var stream = file.OpenReadStream()) await stream.ReadExactlyAsync(document, cancellation);
        var job = new PartitionJob
        {
            FileName = file.FileName,
            Declared = file.ContentType,
            Parameters = parameters,
            Limits = options.Limits,
        };
        return await processes.PartitionAsync(job, document, cancellation);
    }

    // Large files are spooled to disk while they arrive, so that waiting requests cost no memory.
    private async Task<IFormCollection> FormAsync(HttpContext context, CancellationToken cancellation)
    {
        if (!context.Request.HasFormContentType)
            throw RequestRejectedException.BadRequest("The request must be multipart/form-data with the document in \"files\".");
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
            throw RequestRejectedException.BadRequest($"The multipart body is damaged: {failure.Message}");
        }
    }

    private RequestRejectedException TooLarge() =>
        RequestRejectedException.TooLarge($"File is larger than {options.Limits.FileBytes / (1024 * 1024)} MiB.");
}
