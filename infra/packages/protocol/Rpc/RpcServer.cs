using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>
/// A gRPC server of unary calls on a free port of this machine: HTTP/2 as Kestrel speaks it, and nothing between it and the
/// services. An engine and its plugins live for a second and are started together; a web host with routing, configuration and
/// injection would cost each of them more than its work does. The port is open as soon as the object exists: what is sent before
/// <see cref="StartAsync"/> waits in the socket's queue.
/// </summary>
public sealed class RpcServer : IAsyncDisposable
{
    private const int Unlimited = 100_000;
    private const int Backlog = 512;
    private readonly int callsAtOnce;
    private readonly Socket socket;
    private readonly RpcMethods methods = new();
    private KestrelServer? kestrel;

    /// <summary>Opens the port.</summary>
    /// <param name="callsAtOnce">How many calls a connection may have in flight; further ones wait at the caller's side.</param>
    /// <exception cref="SocketException">No port is free.</exception>
    public RpcServer(int callsAtOnce = Unlimited)
    {
        this.callsAtOnce = callsAtOnce;
        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen(Backlog);
    }

    /// <summary>The port, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <summary>Host and port.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>
    /// Takes the services, before the start: <c>Engine.BindService(server.Services, service)</c>. Calls that stream answer UNIMPLEMENTED.
    /// </summary>
    public ServiceBinderBase Services => methods;

    /// <summary>Answers calls from now on.</summary>
    public Task StartAsync(CancellationToken cancellation)
    {
        kestrel = new KestrelServer(
            Options.Create(KestrelOptions()),
            new SocketTransportFactory(
                Options.Create(new SocketTransportOptions { CreateBoundListenSocket = _ => socket }), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
        return kestrel.StartAsync(new RpcApplication(methods), cancellation);
    }

    /// <summary>Takes no more connections and ends the open ones.</summary>
    /// <param name="timeout">Cancelled when calls in flight have had their time.</param>
    public async Task StopAsync(CancellationToken timeout)
    {
        if (kestrel is not null) await kestrel.StopAsync(timeout);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        kestrel?.Dispose();
        socket.Dispose();
    }

    private KestrelServerOptions KestrelOptions()
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        // Messages may be large, and a call may take as long as a cloud does.
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.Http2.MaxStreamsPerConnection = callsAtOnce;
        options.Listen((IPEndPoint)socket.LocalEndPoint!, listen => listen.Protocols = HttpProtocols.Http2);
        return options;
    }
}
