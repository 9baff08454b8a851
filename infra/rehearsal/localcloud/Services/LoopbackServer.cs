using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Services;

/// <summary>A slim Kestrel application on one port of 127.0.0.1, the frame of every vendor service.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private LoopbackServer(WebApplication application, int port) => (this.application, Port) = (application, port);

    /// <summary>The TCP port it listens on.</summary>
    public int Port { get; }

    /// <summary>Builds and starts the application.</summary>
    /// <param name="options">What it is called and where it listens.</param>
    /// <param name="services">Adds the application's services.</param>
    /// <param name="pipeline">Adds its middleware and endpoints.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="PortTakenException">Another process listens on the port.</exception>
    public static async Task<LoopbackServer> StartAsync(
        LoopbackServerOptions options, Action<IServiceCollection> services, Action<WebApplication> pipeline, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(pipeline);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "PipAi.LocalCloud" });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.AddSingleton(options.Loggers);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddRoutingCore();
        services(builder.Services);
        var application = builder.Build();
        try
        {
            application.Use(CloseUnreadAsync);
            pipeline(application);
            await application.StartAsync(cancellation);
            return new LoopbackServer(application, PortOf(application));
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await application.DisposeAsync();
            throw new PortTakenException(options.Service, options.Port, exception);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening; requests in flight get two seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await application.StopAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // A caller that holds its connection open does not keep the cloud up.
        }

        await application.DisposeAsync();
    }

    /// <summary>
    /// A client that asks first (<c>Expect: 100-continue</c>) and is refused sends no body: on a connection that stays open its next
    /// request would be read as that body.
    /// </summary>
    private static Task CloseUnreadAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Expect.Count > 0)
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode >= StatusCodes.Status300MultipleChoices) context.Response.Headers.Connection = "close";
                return Task.CompletedTask;
            });
        return next(context);
    }

    private static void Configure(KestrelServerOptions kestrel, LoopbackServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodyBytes;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        if (options.HasOpaqueHeaders)
        {
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        }

        kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Protocols = options.Protocols);
    }

    private static int PortOf(WebApplication application) => new Uri(application.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
}
