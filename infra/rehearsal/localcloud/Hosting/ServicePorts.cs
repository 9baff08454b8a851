using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Hosting;

/// <summary>Gives each service the port it had before, or a free one at its first start.</summary>
internal static class ServicePorts
{
    private const int Attempts = 5;
    private const int Looks = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts a service and returns its port.</summary>
    /// <param name="service">The service.</param>
    /// <param name="remembered">Ports of the earlier process, by service.</param>
    /// <param name="taken">Ports of services that have started.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="PortTakenException">Another process listens on the remembered port.</exception>
    public static async Task<int> StartAsync(
        IVendorService service, IReadOnlyDictionary<string, int> remembered, IReadOnlyDictionary<string, int> taken,
        CancellationToken cancellation)
    {
        if (remembered.TryGetValue(service.Name, out var port))
        {
            // A process that was just killed holds its ports until the kernel has taken it apart.
            for (var look = 1; look < Looks && !PortAllocator.IsFree(port); look++)
                await Task.Delay(Pause, TimeProvider.System, cancellation);
            await service.StartAsync(port, cancellation);
            return service.Port;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await service.StartAsync(PortAllocator.Choose(PortAllocator.FirstOfServices, taken.Values.ToHashSet()), cancellation);
                return service.Port;
            }
            catch (PortTakenException) when (attempt < Attempts)
            {
                // Somebody else was faster; a port that nobody remembers yet may be any.
            }
        }
    }
}
