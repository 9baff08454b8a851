using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PipAi.Workers.Unstructured.Hosting;

namespace PipAi.Unstructured.Tests.Service;

/// <summary>The real service on a free port of this machine.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningService(WebApplication app)
    {
        this.app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public static async Task<RunningService> StartAsync(ServiceOptions? options = null)
    {
        var settings = (options ?? new ServiceOptions()) with { Instance = new("machine-1", "iad") };
        var app = UnstructuredService.Create(settings, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public Task<Answer> PartitionAsync(byte[] body, string fileName, string? contentType = null, params (string Name, string Value)[] fields) =>
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
        await app.DisposeAsync();
    }
}
