using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PipAi.Pipeline.Tests.Processes;
using PipAi.Workers.Pipeline.Hosting;

namespace PipAi.Pipeline.Tests.Platform;

/// <summary>The whole worker in this process, composed as in production.</summary>
internal sealed class RunningPipeline : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningPipeline(WebApplication app)
    {
        this.app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public static async Task<RunningPipeline> StartAsync(PipelineSettings settings, bool untilPolling = true, TimeProvider? time = null)
    {
        var app = PipelineService.Create(settings, ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None"], time);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var pipeline = new RunningPipeline(app);
        if (untilPolling) await Eventually.TrueAsync(async () => (await pipeline.HealthAsync()).Status == 200);
        return pipeline;
    }

    /// <summary>Settings for a worker against these services, on a queue of its own.</summary>
    public static PipelineSettings Settings(
        LocalTemporal temporal, LocalStorage storage, Uri unstructured, string queue, string machine = "machine-1") =>
            PipelineSettings.Load(WorkerProcess.Environment(temporal, storage, unstructured, queue, machine).GetValueOrDefault);

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public async Task<(int Status, JsonObject Body)> HealthAsync()
    {
        using var answer = await Http.GetAsync("/health", TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
