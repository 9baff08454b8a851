using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace PipAi.EngineTesting;

/// <summary>A provider of the package <c>test</c> on the real wire protocol, with a cloud that lives in this object.</summary>
public sealed class FakeCloud : IAsyncDisposable
{
    private int asked;
    private readonly WebApplication application;

    private FakeCloud()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.Services.AddSingleton<FakeProviderService>();
        application = builder.Build();
        application.Use(GarbleAsync);
        application.UseRouting();
        application.MapGrpcService<FakeProviderService>();
    }

    /// <summary>Host and port.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What exists: by id, the URN that made it and its properties.</summary>
    public ConcurrentDictionary<string, (string Urn, Struct Properties)> Resources { get; } = new();

    /// <summary>Every call, as <c>Create a</c>, in order; only those that change or read something.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Runs before a call has its effect; may throw.</summary>
    public Func<string, string, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs after a call had its effect; may throw, which loses the answer.</summary>
    public Func<string, string, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>
    /// What is sent in place of a call's answer, with the five bytes before a message, once the call had its effect; null for the answer
    /// itself.
    /// </summary>
    public Func<string, byte[]?> Instead { get; set; } = _ => null;

    /// <summary>Top-level properties whose change needs a replacement.</summary>
    public HashSet<string> ReplaceKeys { get; } = ["kind"];

    /// <summary>
    /// Settings of the provider whose change needs a replacement of all its resources; with none it does not compare settings.
    /// </summary>
    public HashSet<string> ReplaceSettings { get; } = [];

    /// <summary>Whether replacements delete first.</summary>
    public bool DeleteBeforeReplace { get; set; }

    /// <summary>Whether Diff leaves the comparison to the engine.</summary>
    public bool LeavesDiffToEngine { get; set; }

    /// <summary>The timeout of the last creation, in seconds.</summary>
    public double LastCreateTimeout { get; set; }

    /// <summary>Where the engine takes log messages.</summary>
    public string EngineAddress { get; set; } = "";

    /// <summary>How often the provider was asked who it is.</summary>
    public int Asked => asked;

    /// <summary>Notes that it was asked.</summary>
    public void Ask() => Interlocked.Increment(ref asked);

    /// <summary>The settings that the last provider was configured with.</summary>
    public Struct? Configured { get; set; }

    /// <summary>Whether the provider understands secret marks.</summary>
    public bool AcceptSecrets { get; set; } = true;

    public static async Task<FakeCloud> StartAsync()
    {
        var cloud = new FakeCloud();
        await cloud.application.StartAsync();
        var address = cloud.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        cloud.Address = new Uri(address).Authority;
        return cloud;
    }

    /// <summary>Returns when the process was asked to end, as a plugin is that an engine has done with.</summary>
    public Task InterruptedAsync()
    {
        var interrupted = new TaskCompletionSource();
        application.Lifetime.ApplicationStopping.Register(interrupted.SetResult);
        return interrupted.Task;
    }

    public string[] CallsOf(string verb) => [.. Calls.Where(call => call.StartsWith(verb + " ", StringComparison.Ordinal))];

    private async Task GarbleAsync(HttpContext context, RequestDelegate next)
    {
        if (Instead(context.Request.Path.Value!.Split('/')[^1]) is not { } bytes)
        {
            await next(context);
            return;
        }

        var sent = context.Response.Body;
        await using var answer = new MemoryStream();
        context.Response.Body = answer;
        await next(context);
        context.Response.Body = sent;
        await sent.WriteAsync(bytes);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }
}
