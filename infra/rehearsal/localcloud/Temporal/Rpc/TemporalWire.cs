using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Temporal.Policies;

namespace PipAi.LocalCloud.Temporal.Rpc;

/// <summary>The wire: gRPC over HTTP/2 without TLS on one loopback port.</summary>
internal static class TemporalWire
{
    /// <summary>
    /// A client has one connection, and each of its long polls is a stream in it: with Kestrel's 100 the answers queue behind them.
    /// </summary>
    private const int StreamsPerConnection = 10_000;

    /// <summary>Listens, and hands every call to the pipeline.</summary>
    /// <exception cref="PortTakenException">Another process listens on the port.</exception>
    public static Task<LoopbackServer> ListenAsync(
        int port, RpcPipeline pipeline, ILoggerFactory loggers, CancellationToken cancellation) => LoopbackServer.StartAsync(
        new()
        {
            Service = VendorNames.Temporal,
            Port = port,
            Loggers = loggers,
            Protocols = HttpProtocols.Http2,
        },
        services =>
        {
            services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection);
            services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = Limits.RequestBytes);
            services.AddSingleton<TemporalEndpoint>();
            services.AddSingleton<IServiceMethodProvider<TemporalEndpoint>>(new DescribedMethods(pipeline));
        },
        application => application.MapGrpcService<TemporalEndpoint>(),
        cancellation);
}
