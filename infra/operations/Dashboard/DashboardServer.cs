using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PipAi.Operations.Dashboard;

/// <summary>Serves the page and what it shows, on loopback alone, to be looked at alone.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private readonly WebApplication server;

    private DashboardServer(WebApplication server, Uri address)
    {
        this.server = server;
        Address = address;
    }

    /// <summary>Where the page is.</summary>
    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="feed">What is shown.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="DashboardPortException">The port cannot be had.</exception>
    public static async Task<DashboardServer> StartAsync(
        DashboardFeed feed, int port, TimeProvider time, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var server = builder.Build();
        var (guard, stream) = (new Lazy<DashboardGuard>(() => new DashboardGuard(AddressOf(server).Port)), new DashboardStream(feed, time));
        server.Run(async call =>
        {
            if (await guard.Value.PassesAsync(call)) await AnswerAsync(call, feed, stream, server.Lifetime.ApplicationStopping);
        });
        try
        {
            await server.StartAsync(cancellation);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await server.DisposeAsync();
            throw new DashboardPortException(port, taken);
        }

        return new DashboardServer(server, AddressOf(server));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.StopAsync();
        await server.DisposeAsync();
    }

    private static Uri AddressOf(WebApplication server) =>
        new(server.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.First());

    private static async Task AnswerAsync(HttpContext call, DashboardFeed feed, DashboardStream stream, CancellationToken stopping)
    {
        var path = call.Request.Path.Value ?? "";
        if (path == "/status.json")
        {
            call.Response.ContentType = "application/json; charset=utf-8";
            await call.Response.WriteAsync(feed.Snapshot(), call.RequestAborted);
        }
        else if (path == "/events")
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, call.RequestAborted);
            try
            {
                await stream.WriteAsync(call, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The page was closed, or the server ends.
            }
        }
        else if (DashboardFiles.ByPath.TryGetValue(path, out var file))
        {
            call.Response.ContentType = file.Type;
            call.Response.ContentLength = file.Content.Length;
            await call.Response.Body.WriteAsync(file.Content, call.RequestAborted);
        }
        else
        {
            await DashboardGuard.RefuseAsync(call, StatusCodes.Status404NotFound, "There is nothing here; the page is at /.");
        }
    }
}

/// <summary>The port that was asked for cannot be had.</summary>
internal sealed class DashboardPortException(int port, Exception inner)
    : Exception($"Port {port} of 127.0.0.1 is taken: another dashboard runs, or another program listens there.", inner);
