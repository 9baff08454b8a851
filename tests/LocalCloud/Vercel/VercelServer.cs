using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly;
using PipAi.LocalCloud.Fly.Proxy;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Vercel;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Vercel;

/// <summary>A local Vercel over HTTP, and its edge.</summary>
public sealed class VercelServer : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private LocalCloudContext? cloud;
    private VercelService? service;
    private FlyService? fly;
    private ProxyService? proxy;

    public async ValueTask InitializeAsync()
    {
        cloud = new LocalCloudContext
        {
            Stack = "test",
            Directory = folder.Path,
            Tokens = CloudTokens.Create(),
            Faults = new FaultRegistry(),
            Ports = new ConcurrentDictionary<string, int>(),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        };
        service = new VercelService(cloud);
        fly = new FlyService(cloud);
        proxy = new ProxyService(cloud, fly, new(service.Serves, service.ServeEdgeAsync));
        await service.StartAsync(0, TestContext.Current.CancellationToken);
        await proxy.StartAsync(0, TestContext.Current.CancellationToken);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cloud.Tokens.Vercel);
    }

    internal LocalCloudContext Cloud => cloud!;

    internal VercelService Service => service!;

    internal HttpClient Http => http;

    internal int EdgePort => proxy!.Port;

    /// <summary>Where it is.</summary>
    public Uri Address => new($"http://127.0.0.1:{service!.Port}");

    /// <summary>The token it takes.</summary>
    public string Token => cloud!.Tokens.Vercel;

    /// <summary>The lines of `cloud env` that are about it.</summary>
    public IEnumerable<KeyValuePair<string, string>> ClientEnvironment() => new CloudEndpoints
    {
        Stack = "test",
        Process = ProcessIdentity.Current,
        Ports = new[] { VendorNames.Fly, VendorNames.Proxy, VendorNames.S3, VendorNames.Sts, VendorNames.Temporal, VendorNames.Vercel }
            .ToImmutableSortedDictionary(name => name, _ => service!.Port),
        Tokens = cloud!.Tokens,
    }.ClientEnvironment().Where(variable => variable.Key.StartsWith("VERCEL_", StringComparison.Ordinal));

    public async Task<(int Status, string Body)> CallAsync(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, path));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A call that must succeed.</summary>
    public async Task<JsonNode> OkAsync(string method, string path, string? body = null)
    {
        var (status, answer) = await CallAsync(method, path, body);
        Assert.True(status is 200 or 201 or 204, $"{method} {path}: {status} {answer}");
        return answer.Length > 0 ? JsonNode.Parse(answer)! : new JsonObject();
    }

    /// <summary>What the edge answers under a host name.</summary>
    public async Task<(int Status, string Body)> VisitAsync(string host, string path = "/api/health")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{proxy!.Port}{path}");
        request.Headers.Host = host;
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await proxy!.DisposeAsync();
        await fly!.DisposeAsync();
        await service!.DisposeAsync();
        http.Dispose();
        folder.Dispose();
    }
}
