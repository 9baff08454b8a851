using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Pulumi.Experimental.Provider;

/// <summary>The plugin's process: a gRPC server on a free loopback port, which it prints as its first line.</summary>
internal static class ProviderServer
{
    public static async Task RunAsync(
        ProviderArguments arguments, string? version, Func<IEngine, Provider> factory, CancellationToken cancellation)
    {
        using var service = new ProviderService(factory, version ?? VersionOfEntryAssembly(), arguments.EngineAddress);
        await using var server = LoopbackServer.Build(service);
        await server.StartAsync(cancellation);
        using var watch = arguments.EngineAddress is null ? null : ParentWatch.Start(server.Lifetime.StopApplication);

        // "\n" on every system: older engines do not strip a carriage return.
        await Console.Out.WriteAsync(Provider.GetHostUri(server).Port.ToString(CultureInfo.InvariantCulture) + "\n");
        await Console.Out.FlushAsync(cancellation);
        await server.WaitForShutdownAsync(cancellation);
    }

    private static string VersionOfEntryAssembly() => Assembly.GetEntryAssembly()?.GetName().Version?.ToString(3)
        ?? throw new InvalidOperationException("Provider.Serve needs a version: the entry assembly has none.");
}
