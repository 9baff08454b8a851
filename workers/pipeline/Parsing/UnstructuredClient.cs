using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PipAi.Workers.Contracts.Documents;
using PipAi.Workers.Pipeline.Documents;
using PipAi.Workers.Pipeline.Metrics;

namespace PipAi.Workers.Pipeline.Parsing;

/// <summary>
/// Calls the parsing service, <c>POST /general/v0/general</c>, for as long as a document of its size may take; an instance that is slow
/// is not waited for alone.
/// </summary>
/// <param name="http">A client whose base address is the service's.</param>
/// <param name="elsewhere">The regions in which a second instance is looked for, best first; none where the service is in one
/// region.</param>
/// <param name="metrics">Counts the calls that were made twice.</param>
/// <param name="time">For the time limit of a call and the pause between two.</param>
internal sealed class UnstructuredClient(HttpClient http, ImmutableArray<string> elsewhere, PipelineMetrics metrics, TimeProvider time)
{
    /// <summary>Tells Fly's proxy in which regions to look first.</summary>
    public const string PreferredRegion = "fly-prefer-region";

    /// <summary>Holds the key that the service wants.</summary>
    public const string ApiKey = "unstructured-api-key";

    /// <summary>Names the request in the service's log.</summary>
    public const string RequestId = "x-request-id";

    private const int Tries = 3;
    private const string Unknown = "unknown";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Has a document partitioned. An instance that is gone is tried past: the proxy picks another one.</summary>
    /// <param name="document">The document's bytes.</param>
    /// <param name="key">
    /// Its key: the end is its name, for the elements' metadata; all of it names the request in the service's log.
    /// </param>
    /// <param name="contentType">The media type the sender believes in, or null.</param>
    /// <param name="cancellation">Gives the call up.</param>
    /// <exception cref="DocumentRefusedException">The document cannot be parsed, now or ever.</exception>
    /// <exception cref="UnstructuredUnavailableException">The service did not answer, or is overloaded.</exception>
    public async Task<ParsedDocument> PartitionAsync(
        byte[] document, string key, string? contentType, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await FromOneOfTwoAsync(document, key, contentType, cancellation);
            }
            catch (UnstructuredUnavailableException busy) when (attempt < Tries && busy.RetryAfter is null)
            {
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    private async Task<ParsedDocument> FromOneOfTwoAsync(
        byte[] document, string key, string? contentType, CancellationToken cancellation)
    {
        var limit = ActivityLimits.Parse(document.Length);
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            return await new Hedge(ActivityLimits.ParseAlone(document.Length), time).FirstAsync(
                (isSecond, token) => CallAsync(document, key, contentType, isSecond, token),
                failure => failure is DocumentRefusedException,
                either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // No hint to retry at once: after so long a silence the longer back-off of the workflow fits.
            throw new UnstructuredUnavailableException(
                $"The parsing service at {http.BaseAddress} did not answer within {limit.TotalSeconds:0} s.", TimeSpan.FromSeconds(2));
        }
    }

    private async Task<ParsedDocument> CallAsync(
        byte[] document, string key, string? contentType, bool isSecond, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "general/v0/general");
        var fileName = DocumentKey.FileName(key);
        request.Content = Form(document, fileName, contentType);
        request.Headers.Add(RequestId, string.Join('/', key.Split('/').Select(Uri.EscapeDataString)));
        if (isSecond)
        {
            metrics.ParserHedged();
            if (!elsewhere.IsEmpty) request.Headers.Add(PreferredRegion, string.Join(',', elsewhere));
        }

        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
            return answer.IsSuccessStatusCode ? Parsed(answer, body) : throw Refusal(answer, body, fileName);
        }
        catch (HttpRequestException failure)
        {
            throw new UnstructuredUnavailableException(
                $"The parsing service at {http.BaseAddress} cannot be reached: {failure.Message}", inner: failure);
        }
    }

    private static MultipartFormDataContent Form(byte[] document, string fileName, string? contentType)
    {
        var file = new ByteArrayContent(document);
        if (MediaTypeHeaderValue.TryParse(contentType, out var type)) file.Headers.ContentType = type;
        return new MultipartFormDataContent
        {
            { file, "files", fileName },
            { new StringContent("auto"), "strategy" },
            { new StringContent("application/json"), "output_format" },
        };
    }

    private static ParsedDocument Parsed(HttpResponseMessage answer, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return new(body, json.RootElement.GetArrayLength(), Machine(answer));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new UnstructuredUnavailableException(
                $"The parsing service ({Machine(answer)}) answered {(int)answer.StatusCode}, but not with an array of elements.",
                inner: failure);
        }
    }

    private static Exception Refusal(HttpResponseMessage answer, byte[] body, string fileName)
    {
        var detail = Detail(body) ?? answer.ReasonPhrase ?? "no reason given";
        return answer.StatusCode switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType =>
                new DocumentRefusedException(DocumentFailure.Unsupported, $"'{fileName}' is not supported: {detail}"),
            HttpStatusCode.RequestEntityTooLarge =>
                new DocumentRefusedException(DocumentFailure.TooLarge, $"'{fileName}' is too large: {detail}"),
            HttpStatusCode.UnprocessableEntity =>
                new DocumentRefusedException(DocumentFailure.Corrupt, $"'{fileName}' cannot be read: {detail}"),
            // Its words repeat the key, and these words are kept.
            HttpStatusCode.Unauthorized => new UnstructuredUnavailableException(
                $"The parsing service ({Machine(answer)}) answered 401: the key in UNSTRUCTURED_API_KEY is none that it takes."),
            // Only the service itself names its machine: a proxy's 504 says nothing about the document.
            HttpStatusCode.GatewayTimeout when Machine(answer) != Unknown =>
                new UnstructuredUnavailableException(
                    $"'{fileName}' is too much for {Machine(answer)} now: {detail}", TimeSpan.FromSeconds(5))
                { TooSlow = true },
            _ => new UnstructuredUnavailableException(
                $"The parsing service ({Machine(answer)}) answered {(int)answer.StatusCode}: {detail}", answer.Headers.RetryAfter?.Delta),
        };
    }

    private static string? Detail(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("detail", out var detail) ? detail.ToString() : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Machine(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("X-Machine-Id", out var values) ? values.First() : Unknown;
}
