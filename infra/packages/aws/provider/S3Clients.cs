using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.S3;

namespace PipAi.Providers.Aws;

/// <summary>SDK clients of the local S3, one for each region.</summary>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="patience">How long S3 may take to answer.</param>
internal sealed class S3Clients(Func<string, string?> environment, TimeSpan patience)
{
    private readonly ConcurrentDictionary<string, AmazonS3Client> clients = new(StringComparer.Ordinal);

    /// <summary>The client of a region.</summary>
    /// <exception cref="InvalidOperationException">There is no local cloud to talk to.</exception>
    public AmazonS3Client For(string region) => clients.GetOrAdd(region, Make);

    private AmazonS3Client Make(string region)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = Require("AWS_ENDPOINT_URL_S3"),
            AuthenticationRegion = region,
            ForcePathStyle = true,
            // The SDK's own default would wait for days on a region that hangs.
            Timeout = patience,
            MaxErrorRetry = 4,
        };
        return new AmazonS3Client(new BasicAWSCredentials(Require("AWS_ACCESS_KEY_ID"), Require("AWS_SECRET_ACCESS_KEY")), config);
    }

    private string Require(string name) => environment(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException(
            $"The environment variable {name} is not set: the local aws provider deploys to the local cloud only.\n    ./pipai up");
}
