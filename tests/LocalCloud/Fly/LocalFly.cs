using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly;
using PipAi.LocalCloud.Fly.Api;
using PipAi.LocalCloud.Fly.Identity;
using PipAi.LocalCloud.Fly.Proxy;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Sts;
using PipAi.LocalCloud.Vercel;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Fly;

/// <summary>A local Fly with its proxy for one test, spoken to over HTTP.</summary>
internal sealed class LocalFly : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private readonly TemporaryFolder folder;
    private readonly bool ownsFolder;
    private readonly LocalCloudContext cloud;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });

    private LocalFly(TemporaryFolder folder, bool ownsFolder, TimeProvider time, RateLimits limits)
    {
        (this.folder, this.ownsFolder) = (folder, ownsFolder);
        cloud = new LocalCloudContext
        {
            Stack = "test",
            Directory = folder.Path,
            Tokens = CloudTokens.Create(),
            Faults = new FaultRegistry(),
            Ports = new ConcurrentDictionary<string, int>(),
            Time = time,
            Loggers = NullLoggerFactory.Instance,
        };
        Service = new FlyService(cloud, limits);
        var vercel = new VercelService(cloud);
        Proxy = new ProxyService(cloud, Service, new(vercel.Serves, vercel.ServeEdgeAsync));
    }

    public FlyService Service { get; }

    public ProxyService Proxy { get; }

    public FaultRegistry Faults => cloud.Faults;

    /// <summary>How STS verifies the machines' tokens.</summary>
    public WebIdentityTokens WebIdentities => new(new(OidcIssuer.Issuers, Service.Identity.KeySet), cloud.Time);

    public string Directory => folder.Path;

    public string Token => cloud.Tokens.Fly;

    /// <summary>Starts it; with rate limits only when they are given.</summary>
    public static async Task<LocalFly> StartAsync(TimeProvider? time = null, RateLimits? limits = null, TemporaryFolder? folder = null)
    {
        var fly = new LocalFly(folder ?? new TemporaryFolder(), folder is null, time ?? TimeProvider.System, limits ?? RateLimits.None);
        await fly.Proxy.StartAsync(0, TestContext.Current.CancellationToken);
        await fly.Service.StartAsync(0, TestContext.Current.CancellationToken);
        fly.Service.ResumeMachines(fly.Proxy.Port);
        return fly;
    }

    /// <summary>Starts it with an app that has the sample image.</summary>
    public static async Task<LocalFly> WithAppAsync(string app, TimeProvider? time = null, RateLimits? limits = null)
    {
        var fly = await StartAsync(time, limits);
        await fly.OkAsync("POST", "/v1/apps", $$"""{"name":"{{app}}","org_slug":"pip"}""");
        return fly;
    }

    /// <summary>A create body for the sample image.</summary>
    public string Machine(string app, string name, string region = "iad", string config = "", string more = "", string? image = null) =>
        $$$"""
            {"name":"{{{name}}}","region":"{{{region}}}"{{{more}}},"config":{"image":"{{{image
                ?? SampleImage.Add(Directory, app)}}}"{{{config}}}}}
            """;

    /// <summary>Creates a machine and returns the answer.</summary>
    public Task<JsonNode> CreateAsync(
        string app, string name, string region = "iad", string config = "", string more = "", string? image = null) =>
        OkAsync("POST", $"/v1/apps/{app}/machines", Machine(app, name, region, config, more, image));

    /// <summary>Creates a machine and waits until it is started.</summary>
    public async Task<string> LaunchAsync(
        string app, string name, string region = "iad", string config = "", string more = "", string? image = null)
    {
        var id = (string)(await CreateAsync(app, name, region, config, more, image))["id"]!;
        await UntilAsync(app, id, machine => (string)machine["state"]! == "started");
        return id;
    }

    /// <summary>Calls the API and fails unless the answer is 2xx.</summary>
    public async Task<JsonNode> OkAsync(string method, string path, string? body = null, string? nonce = null)
    {
        var (code, text) = await CallAsync(method, path, body, nonce);
        Assert.True((int)code is >= 200 and < 300, $"{method} {path}: {(int)code} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>Calls the API.</summary>
    public async Task<(HttpStatusCode Code, string Body)> CallAsync(string method, string path, string? body = null, string? nonce = null)
    {
        using var request = Request(method, path, body);
        if (nonce is not null) request.Headers.Add("fly-machine-lease-nonce", nonce);
        return await SendAsync(request);
    }

    /// <summary>A request to the API with the token, for a test to add to.</summary>
    public HttpRequestMessage Request(string method, string path, string? body = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), $"http://127.0.0.1:{Service.Port}{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>Sends a request.</summary>
    public async Task<(HttpStatusCode Code, string Body)> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The status and body of an answer as text for approval.</summary>
    public async Task<string> ToldAsync(string method, string path, string? body = null, string? nonce = null) =>
        await CallAsync(method, path, body, nonce) is var (code, text) ? $"{(int)code} {text}" : "";

    /// <summary>Reads a machine until it is as wanted.</summary>
    public async Task<JsonNode> UntilAsync(string app, string id, Func<JsonNode, bool> wanted)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var machine = await OkAsync("GET", $"/v1/apps/{app}/machines/{id}");
            if (wanted(machine)) return machine;
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, $"Not within {Deadline}: {machine}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks a machine directly, at its own port.</summary>
    public Task<string> AskMachineAsync(string id, string path) => http.GetStringAsync(
        new Uri($"http://127.0.0.1:{(int)Shown(id)["port"]!}{path}"), TestContext.Current.CancellationToken);

    /// <summary>Posts to a machine directly; a connection that breaks is an answer too.</summary>
    public async Task TellMachineAsync(string id, string path)
    {
        try
        {
            using var _ = await http.PostAsync(
                new Uri($"http://127.0.0.1:{(int)Shown(id)["port"]!}{path}"), null, TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
        }
    }

    /// <summary>Sends a request through the proxy to a host.</summary>
    public async Task<HttpResponseMessage> ThroughProxyAsync(string host, string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Proxy.Port}{path}");
        request.Headers.Host = host;
        change?.Invoke(request);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>What the control API would show of a machine: process id, port.</summary>
    public JsonNode Shown(string id) => Service.Describe()["apps"]!.AsArray()
        .SelectMany(app => app!["machines"]!.AsArray()).Single(machine => (string)machine!["id"]! == id)!;

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Proxy.DisposeAsync();
        http.Dispose();
        if (ownsFolder) folder.Dispose();
    }
}
