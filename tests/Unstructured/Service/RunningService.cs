using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PipAi.Workers.Unstructured.Hosting;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Unstructured.Tests.Service;

/// <summary>
/// The real service on a free port of this machine. Tests that ask for nothing special share one: a process that has read documents
/// before is fast.
/// </summary>
internal sealed class RunningService : IAsyncDisposable
{
    private static readonly Lazy<Task<WebApplication>> Shared = new(() => StartAppAsync(new ServiceOptions()));
    private readonly WebApplication app;

    private RunningService(WebApplication app)
    {
        this.app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(5) };
    }

    public HttpClient Http { get; }

    /// <summary>A service with these options; without any, the one that is shared.</summary>
    public static async Task<RunningService> StartAsync(ServiceOptions? options = null) =>
        new(options is null ? await Shared.Value : await StartAppAsync(options));

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public Task<Answer> PartitionAsync(
        byte[] body, string fileName, string? contentType = null, params (string Name, string Value)[] fields) =>
        PartitionAsync([(body, fileName)], contentType, fields);

    public async Task<Answer> PartitionAsync(
        IEnumerable<(byte[] Body, string FileName)> files, string? contentType = null, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (body, fileName) in files)
        {
            var file = new ByteArrayContent(body);
            if (contentType is not null) file.Headers.ContentType = new(contentType);
            form.Add(file, "files", fileName);
        }

        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        using var answer = await Http.PostAsync("/general/v0/general", form, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(answer);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!Shared.IsValueCreated || app != await Shared.Value) await app.DisposeAsync();
    }

    private static async Task<WebApplication> StartAppAsync(ServiceOptions options)
    {
        var settings = options with { Instance = new("machine-1", "iad") };
        var app = UnstructuredService.Create(settings, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None");
        await app.StartAsync(CancellationToken.None);
        return app;
    }
}
