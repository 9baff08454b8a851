using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PipAi.Pipeline.Tests.Platform;

/// <summary>A parsing service that answers what the test scripted, in order; after that, two elements.</summary>
internal sealed class ScriptedUnstructured : IAsyncDisposable
{
    public const string TwoElements =
        """[{"type":"Title","element_id":"a","text":"T","metadata":{}},{"type":"NarrativeText","element_id":"b","text":"N","metadata":{}}]""";

    private readonly ConcurrentQueue<Func<HttpContext, Task>> script = new();
    private readonly WebApplication app;
    private int givenUp;

    private ScriptedUnstructured(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First() + "/");

    /// <summary>What was sent: file name, media type, bytes.</summary>
    public ConcurrentQueue<(string Name, string? Type, string Text)> Received { get; } = new();

    /// <summary>The regions in which the callers wanted to be served.</summary>
    public ConcurrentQueue<string> PreferredRegions { get; } = new();

    /// <summary>How the callers named their requests.</summary>
    public ConcurrentQueue<string> RequestIds { get; } = new();

    /// <summary>The keys that the callers sent.</summary>
    public ConcurrentQueue<string> Keys { get; } = new();

    /// <summary>How many requests their callers gave up before they were answered.</summary>
    public int GivenUp => givenUp;

    public static async Task<ScriptedUnstructured> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var service = new ScriptedUnstructured(app);
        app.MapPost("/general/v0/general", service.AnswerAsync);
        await app.StartAsync();
        return service;
    }

    public void Then(Func<HttpContext, Task> answer) => script.Enqueue(answer);

    public void Then(int status, string body, TimeSpan? retryAfter = null) => Then(context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is { } pause)
            context.Response.Headers.RetryAfter = ((int)pause.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return context.Response.WriteAsync(body);
    });

    /// <summary>Lets the next request wait until the answer is completed.</summary>
    public TaskCompletionSource ThenWait()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Then(async context =>
        {
            try
            {
                await go.Task.WaitAsync(context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref givenUp);
                return;
            }

            await context.Response.WriteAsync(TwoElements);
        });
        return go;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Keys.Enqueue(context.Request.Headers["unstructured-api-key"].ToString());
        RequestIds.Enqueue(context.Request.Headers["x-request-id"].ToString());
        PreferredRegions.Enqueue(context.Request.Headers["fly-prefer-region"].ToString());
        var form = await context.Request.ReadFormAsync();
        var file = form.Files["files"]!;
        using var reader = new StreamReader(file.OpenReadStream());
        Received.Enqueue((file.FileName, file.ContentType, await reader.ReadToEndAsync()));
        context.Response.Headers["X-Machine-Id"] = "parser-1";
        if (script.TryDequeue(out var answer)) await answer(context);
        else await context.Response.WriteAsync(TwoElements);
    }
}
