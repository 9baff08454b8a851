using System.Collections.Concurrent;
using Amazon.S3;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Restores;

/// <summary>An S3 client for each region, made when it is first needed.</summary>
/// <param name="access">How S3 is reached.</param>
/// <param name="timeout">For copies a longer time-out than for questions.</param>
internal sealed class RegionClients(PlatformAccess access, TimeSpan? timeout = null) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<AmazonS3Client>> clients = new(StringComparer.Ordinal);

    /// <summary>The client of a region.</summary>
    public AmazonS3Client this[string region] =>
        clients.GetOrAdd(region, name => new Lazy<AmazonS3Client>(() => access.S3(name, timeout))).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in clients.Values.Where(client => client.IsValueCreated)) client.Value.Dispose();
    }
}
