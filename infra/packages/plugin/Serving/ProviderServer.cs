using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using EmbeddedPulumi.Protocol.Rpc;

namespace PipAi.Plugins.Serving;

/// <summary>The plugin's process: a gRPC server on a free loopback port, which it prints as its first line.</summary>
internal static class ProviderServer
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(
        ProviderArguments arguments, string? version, Func<IEngine, Provider> factory, CancellationToken cancellation)
    {
        await using var server = new RpcServer();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var watch = arguments.EngineAddress is null ? null : ParentWatch.Start(end.Cancel);
        // The engine's first calls wait in the socket's queue while the rest is made ready.
        await PrintAsync(server.Port, cancellation);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, end));
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, end));
        using var service = new ProviderService(factory, version ?? VersionOfEntryAssembly(), arguments.EngineAddress);
        Pulumirpc.ResourceProvider.BindService(server.Services, service);
        await server.StartAsync(cancellation);
        await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing);
        using var timeout = new CancellationTokenSource(Timeout);
        await server.StopAsync(timeout.Token);
    }

    private static async Task PrintAsync(int port, CancellationToken cancellation)
    {
#pragma warning disable RS0030 // The protocol: an engine reads the port there.
        var output = Console.Out;
#pragma warning restore RS0030
        // "\n" on every system: older engines do not strip a carriage return.
        await output.WriteAsync(port.ToString(CultureInfo.InvariantCulture) + "\n");
        await output.FlushAsync(cancellation);
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource end)
    {
        signal.Cancel = true; // calls in flight are finished first
        end.Cancel();
    }

    private static string VersionOfEntryAssembly() => Assembly.GetEntryAssembly()?.GetName().Version?.ToString(3)
        ?? throw new InvalidOperationException("Provider.Serve needs a version: the entry assembly has none.");
}
