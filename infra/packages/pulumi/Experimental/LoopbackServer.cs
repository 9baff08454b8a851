using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Pulumi.Experimental;

/// <summary>A gRPC server of one service on a free loopback port.</summary>
internal static class LoopbackServer
{
    public static WebApplication Build<TService>(TService service)
        where TService : class
    {
        // The empty builder reads no files and no environment: whoever starts a plugin waits for its port.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = EngineChannels.MaxMessageBytes;
            grpc.MaxSendMessageSize = EngineChannels.MaxMessageBytes;
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton(service);
        var server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<TService>();
        return server;
    }
}
