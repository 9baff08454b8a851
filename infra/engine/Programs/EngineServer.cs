using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>
/// The engine's two gRPC services on one port of this machine. The port is open before the server runs, so that children can be
/// started at once: what they send waits in the socket's queue for the few milliseconds that the server takes.
/// </summary>
internal sealed class EngineServer : IAsyncDisposable
{
    private const int MaxMessageBytes = 400 << 20;
    private const int MaxCallsAtOnce = 100_000;
    private const int Backlog = 512;
    private readonly Socket socket;
    private WebApplication? application;
    private MonitorService? monitor;
    private LogService? log;

    public EngineServer()
    {
        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen(Backlog);
        Address = $"127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}";
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <summary>Builds the server, which takes longer than to start it and needs nothing of the stack.</summary>
    public void Prepare()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(transport => transport.CreateBoundListenSocket = _ => socket);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = MaxCallsAtOnce;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen((IPEndPoint)socket.LocalEndPoint!, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.MaxSendMessageSize = MaxMessageBytes;
        });
        builder.Services.AddSingleton(_ => monitor!);
        builder.Services.AddSingleton(_ => log!);
        application = builder.Build();
        application.UseRouting();
        application.MapGrpcService<MonitorService>();
        application.MapGrpcService<LogService>();
    }

    public Task StartAsync(MonitorService monitorService, LogService logService, CancellationToken cancellation)
    {
        (monitor, log) = (monitorService, logService);
        return application!.StartAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (application is not null)
        {
            // Whoever is still connected has been told to stop already: there is nothing to wait for.
            await application.StopAsync(new CancellationToken(canceled: true));
            await application.DisposeAsync();
        }

        socket.Dispose();
    }
}
