using System.Globalization;
using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Pulumi.Experimental.Provider;

/// <summary>The plugin's process: a gRPC server on a free loopback port, which it prints as its first line.</summary>
internal static class ProviderServer
{
    public static async Task RunAsync(
        ProviderArguments arguments, string? version, Func<IEngine, Provider> factory, CancellationToken cancellation)
    {
        await using var server = Build(arguments, version, factory);
        await server.StartAsync(cancellation);
        using var watch = arguments.EngineAddress is null ? null : ParentWatch.Start(server.Lifetime.StopApplication);

        // "\n" on every system: older engines do not strip a carriage return.
        await Console.Out.WriteAsync(Provider.GetHostUri(server).Port.ToString(CultureInfo.InvariantCulture) + "\n");
        await Console.Out.FlushAsync(cancellation);
        await server.WaitForShutdownAsync(cancellation);
    }

    public static WebApplication Build(ProviderArguments arguments, string? version, Func<IEngine, Provider> factory)
    {
        // The empty builder reads no files and no environment: an engine waits for the port of every plugin.
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
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton(new ProviderService(factory, version ?? VersionOfEntryAssembly(), arguments.EngineAddress));
        var server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<ProviderService>();
        return server;
    }

    private static string VersionOfEntryAssembly() => Assembly.GetEntryAssembly()?.GetName().Version?.ToString(3)
        ?? throw new InvalidOperationException("Provider.Serve needs a version: the entry assembly has none.");
}
