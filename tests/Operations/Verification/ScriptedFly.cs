using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PipAi.Operations.Tests.Verification;

/// <summary>
/// Fly's API and proxy, whose machines are what a test says; every service of theirs answers 200 unless it says otherwise.
/// </summary>
internal sealed class ScriptedFly : IAsyncDisposable
{
    private readonly WebApplication server;

    private ScriptedFly(WebApplication server) => this.server = server;

    /// <summary>The machines of each app.</summary>
    public ConcurrentDictionary<string, List<JsonObject>> Machines { get; } = new();

    /// <summary>The secrets of each app.</summary>
    public ConcurrentDictionary<string, List<JsonObject>> Secrets { get; } = new();

    /// <summary>Machines whose service does not answer with success, and what it says.</summary>
    public ConcurrentDictionary<string, string> Unwell { get; } = new();

    public Uri Address => new(server.Urls.First());

    public static async Task<ScriptedFly> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var fly = new ScriptedFly(server);
        server.Run(fly.AnswerAsync);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return fly;
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    private Task AnswerAsync(HttpContext call)
    {
        if (call.Request.Path.Value!.Split('/') is ["", "v1", "apps", var app, var things])
            return call.Response.WriteAsync(Api(app, things));
        var machine = call.Request.Headers["fly-force-instance-id"].ToString();
        if (!Unwell.TryGetValue(machine, out var why)) return call.Response.WriteAsync("ok");
        call.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return call.Response.WriteAsync(why);
    }

    private string Api(string app, string things) => things switch
    {
        "machines" => List(Machines, app).ToJsonString(),
        "secrets" => new JsonObject { ["secrets"] = List(Secrets, app) }.ToJsonString(),
        "ip_assignments" => """{"ips":[]}""",
        "certificates" => """{"certificates":[]}""",
        _ => "[]",
    };

    private static JsonArray List(ConcurrentDictionary<string, List<JsonObject>> things, string app) =>
        [.. things.GetValueOrDefault(app, []).Select(thing => thing.DeepClone())];
}
