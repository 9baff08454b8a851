using PipAi.Workers.Unstructured.Performance;
using PipAi.Workers.Unstructured.Refusals;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Workers.Unstructured.Hosting;

/// <summary>
/// Around every request: names the machine in <c>X-Machine-Id</c>, turns failures into <c>{"detail": ...}</c>, and counts
/// and logs partition requests.
/// </summary>
internal sealed class AnswerMiddleware(
    RequestDelegate next, Recorder recorder, Instance instance, TimeProvider time, ILogger<AnswerMiddleware> log)
{
    private const string RequestId = "x-request-id";
    private const int LongestId = 1024;

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers["X-Machine-Id"] = instance.Machine;
        var started = time.GetTimestamp();
        try
        {
            await next(context);
        }
        catch (RequestRejectedException refused)
        {
            await AnswerAsync(context, refused.Status, refused.Detail);
        }
        catch (BadHttpRequestException bad)
        {
            await AnswerAsync(context, bad.StatusCode, bad.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception failure)
        {
            log.LogError(failure, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, RequestRejectedException.Failed().Detail);
        }

        if (HttpMethods.IsPost(context.Request.Method)) Record(context.Response.StatusCode, time.GetElapsedTime(started), context);
    }

    private void Record(int status, TimeSpan took, HttpContext context)
    {
        recorder.Answered(status, took);
        log.LogInformation(
            "{Method} {Path} {Status} {Milliseconds:F1} ms{For}", context.Request.Method, context.Request.Path, status,
            took.TotalMilliseconds, For(context.Request));
    }

    /// <summary>What the caller calls its request: the pipeline says the document's key, so that a document can be followed.</summary>
    private static string For(HttpRequest request)
    {
        var id = Uri.UnescapeDataString(request.Headers[RequestId].ToString());
        return id.Length == 0 ? "" : $" for {id[..Math.Min(id.Length, LongestId)]}";
    }

    private static Task AnswerAsync(HttpContext context, int status, object detail)
    {
        if (context.Response.HasStarted) return Task.CompletedTask;
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsJsonAsync(new Dictionary<string, object> { ["detail"] = detail }, CancellationToken.None);
    }
}
