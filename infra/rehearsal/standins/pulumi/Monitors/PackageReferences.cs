using System.Collections.Concurrent;
using EmbeddedPulumi.Protocol;

namespace Pulumi;

/// <summary>The engine's names for packages that were registered with it, each asked for once.</summary>
internal sealed class PackageReferences(IMonitor monitor)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> known = new();

    /// <summary>The reference of a package; empty for none.</summary>
    public Task<string> OfAsync(RegisterPackageRequest? package)
    {
        if (package is null) return Task.FromResult("");
        var request = package.ToWire();
        return known.GetOrAdd(request.ToString(), _ => new Lazy<Task<string>>(() => RegisterAsync(request))).Value;
    }

    private async Task<string> RegisterAsync(Pulumirpc.RegisterPackageRequest request)
    {
        if (!await monitor.SupportsFeatureAsync(Features.Parameterization).ConfigureAwait(false))
        {
            throw new InvalidOperationException(
                "The Pulumi CLI does not support parameterization. Please update the Pulumi CLI.");
        }

        return await monitor.RegisterPackageAsync(request).ConfigureAwait(false);
    }
}
