using System.Collections.Concurrent;
using Amazon;
using Amazon.S3;

namespace PipAi.Workers.Pipeline.Storage;

/// <summary>
/// One S3 client a region, made when first needed. The SDK would wait 24 days for a hung region and retry by itself; here it
/// does neither: <see cref="DocumentClient"/> sets a time limit on each request and goes to the next region.
/// </summary>
/// <param name="endpoint">The URL of another S3 service (<c>AWS_ENDPOINT_URL_S3</c>), or null for Amazon's.</param>
/// <param name="identity">How the machine proves who it is; null leaves that to the SDK's chain (keys in the environment,
/// profiles).</param>
internal sealed class RegionalS3Clients(Uri? endpoint, FlyIdentity? identity) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<IAmazonS3>> clients = new();

    /// <summary>The client of one region.</summary>
    public IAmazonS3 For(string region) => clients.GetOrAdd(region, name => new(() => Create(name))).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in clients.Values.Where(client => client.IsValueCreated)) client.Value.Dispose();
    }

    private AmazonS3Client Create(string region)
    {
        var settings = new AmazonS3Config
        {
            Timeout = TimeSpan.FromSeconds(60),
            ConnectTimeout = TimeSpan.FromSeconds(2),
            MaxErrorRetry = 0,
        };
        if (endpoint is null)
        {
            settings.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            // A service URL makes the SDK forget the region it should sign for, and host names like bucket.127.0.0.1 do not exist.
            settings.ServiceURL = endpoint.AbsoluteUri;
            settings.AuthenticationRegion = region;
            settings.ForcePathStyle = true;
        }

        return identity is null ? new AmazonS3Client(settings) : new AmazonS3Client(new RegionalCredentials(identity, region), settings);
    }
}
