using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Hosting;

/// <summary>
/// A running local cloud: all vendor services of one stack in this process. Its folder holds everything it knows, so that a
/// restart, also after a kill, goes on where it was.
/// </summary>
public sealed class LocalCloudHost : IAsyncDisposable
{
    private const int ClaimAttempts = 15;
    private readonly FileStream claim;
    private readonly IReadOnlyList<IVendorService> services;
    private readonly ControlApi control;
    private readonly ILogger log;
    private int disposed;

    private LocalCloudHost(LocalCloudContext cloud, FileStream claim, IReadOnlyList<IVendorService> services, ControlApi control)
    {
        (this.claim, this.services, this.control, Faults) = (claim, services, control, cloud.Faults);
        log = cloud.Loggers.CreateLogger("PipAi.LocalCloud");
        Endpoints = new CloudEndpoints
        {
            Directory = cloud.Directory,
            Stack = cloud.Stack,
            Process = ProcessIdentity.Current,
            Ports = cloud.Ports.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Tokens = cloud.Tokens,
        };
    }

    /// <summary>Where it is reached.</summary>
    public CloudEndpoints Endpoints { get; }

    /// <summary>Its faults.</summary>
    public FaultRegistry Faults { get; }

    /// <summary>Starts every service and the machines that should run, then writes cloud.json.</summary>
    /// <param name="options">Which cloud.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="CloudAlreadyRunningException">Another process serves this folder.</exception>
    /// <exception cref="PortTakenException">Another process listens on a remembered port.</exception>
    /// <exception cref="InvalidDataException">cloud.json is damaged.</exception>
    public static async Task<LocalCloudHost> StartAsync(LocalCloudOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var directory = System.IO.Directory.CreateDirectory(Path.GetFullPath(options.Directory)).FullName;
        var claim = await ClaimAsync(directory, cancellation);
        var started = new List<IAsyncDisposable> { claim };
        try
        {
            var earlier = CloudEndpoints.Load(directory);
            var ports = new ConcurrentDictionary<string, int>();
            var cloud = Surround(options with { Directory = directory }, earlier, ports);
            var services = VendorServices.Create(cloud);
            started.AddRange(services);
            var remembered = earlier?.Ports ?? ImmutableSortedDictionary<string, int>.Empty;
            foreach (var service in services) ports[service.Name] = await ServicePorts.StartAsync(service, remembered, ports, cancellation);
            var control = new ControlApi(cloud, services);
            started.Add(control);
            ports[control.Name] = await ServicePorts.StartAsync(control, remembered, ports, cancellation);
            services.OfType<FlyService>().Single().ResumeMachines(ports[VendorNames.Proxy]);
            var host = new LocalCloudHost(cloud, claim, services, control);
            host.Endpoints.Save();
            return host;
        }
        catch
        {
            foreach (var one in Enumerable.Reverse(started)) await one.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Kills the machine processes that a killed local cloud left behind, which happens only where setpriv is missing; for a
    /// caller that deletes the folder instead of starting the cloud again.
    /// </summary>
    /// <returns>How many there were.</returns>
    public static int EndLeftovers(string directory) => FlyService.EndLeftovers(Path.Combine(Path.GetFullPath(directory), VendorNames.Fly));

    /// <summary>Ends when a client asks the cloud to stop, or with the token; then dispose.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellation)
    {
        try
        {
            await control.StopAsked.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            log.LogInformation("The local cloud of stack {Stack} stops: its process was asked to end.", Endpoints.Stack);
        }
    }

    /// <summary>Ends every machine's process and every service; all state stays in the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1) return;

        // Machines first: a worker that drains still needs the services it talks to.
        foreach (var service in services.OfType<FlyService>().Cast<IVendorService>().Concat(
            services.Where(service => service is not FlyService).Reverse()))
            await service.DisposeAsync();
        await control.DisposeAsync();
        await claim.DisposeAsync();
    }

    private static LocalCloudContext Surround(LocalCloudOptions options, CloudEndpoints? earlier, IReadOnlyDictionary<string, int> ports)
    {
        var surroundings = new LocalCloudContext
        {
            Stack = options.Stack,
            Directory = options.Directory,
            Tokens = earlier?.Tokens.Current() ?? CloudTokens.Create(),
            Faults = new FaultRegistry(),
            Ports = ports,
            TemporalServer = options.TemporalServer,
            Time = options.Time,
            Loggers = options.Loggers,
        };
        System.IO.Directory.CreateDirectory(Path.Combine(options.Directory, "registry"));
        return surroundings;
    }

    // The operating system gives the claim back however this process ends, but after a kill not at once.
    private static async Task<FileStream> ClaimAsync(string directory, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(Path.Combine(directory, "cloud.lock"), new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    Options = FileOptions.DeleteOnClose,
                });
            }
            catch (IOException) when (attempt < ClaimAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
            }
            catch (IOException exception)
            {
                throw new CloudAlreadyRunningException(directory, exception);
            }
        }
    }
}
