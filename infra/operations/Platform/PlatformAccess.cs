using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Temporalio.Client;
using Temporalio.Runtime;

namespace PipAi.Operations.Platform;

/// <summary>How operations reach the vendors: the real ones by default, the local cloud's addresses in a rehearsal.</summary>
internal sealed record PlatformAccess
{
    /// <summary>What its clients do is told by who uses them: the SDK's own lines would stand among the answers.</summary>
    private static readonly Lazy<TemporalRuntime> Quiet = new(() => new(new() { Telemetry = new() { Logging = null } }));

    /// <summary>Base address of the Fly Machines API, without <c>/v1</c>.</summary>
    public required Uri FlyApi { get; init; }

    /// <summary>Base address of Fly's older API, which has the logs.</summary>
    public required Uri FlyPlatformApi { get; init; }

    /// <summary>Token for both. A secret: never print it.</summary>
    public required string FlyToken { get; init; }

    /// <summary>Base address of Vercel's API.</summary>
    public required Uri VercelApi { get; init; }

    /// <summary>Token for it. A secret: never print it.</summary>
    public required string VercelToken { get; init; }

    /// <summary>Host and port of Temporal's Cloud Ops API.</summary>
    public required string TemporalCloudApi { get; init; }

    /// <summary>Key for it. A secret: never print it.</summary>
    public required string TemporalCloudKey { get; init; }

    /// <summary>S3 endpoint of a rehearsal; null for AWS itself.</summary>
    public Uri? S3Endpoint { get; init; }

    /// <summary>Credentials of a rehearsal's S3; null for the AWS SDK's own credential chain.</summary>
    public AWSCredentials? AwsCredentials { get; init; }

    /// <summary>The proxy that stands for the internet in a rehearsal: it answers for the platform's public names.</summary>
    public Uri? PublicProxy { get; init; }

    /// <summary>An S3 client for one region. Its time-outs are short: a region that hangs must not hang its caller.</summary>
    /// <param name="region">The region.</param>
    /// <param name="timeout">A longer time-out, for copies of much; they are also tried more often.</param>
    public AmazonS3Client S3(string region, TimeSpan? timeout = null)
    {
        var configuration = new AmazonS3Config
        {
            AuthenticationRegion = region,
            Timeout = timeout ?? TimeSpan.FromSeconds(5),
            MaxErrorRetry = timeout is null ? 1 : 4,
        };
        if (S3Endpoint is null) configuration.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        else
        {
            configuration.ServiceURL = S3Endpoint.ToString();
            configuration.AuthenticationRegion = region;
            configuration.ForcePathStyle = true;
        }

        return AwsCredentials is null ? new AmazonS3Client(configuration) : new AmazonS3Client(AwsCredentials, configuration);
    }

    /// <summary>Connects to the stack's Temporal namespace.</summary>
    /// <exception cref="PlatformCallException">It does not answer, or refuses the key.</exception>
    public Task<TemporalClient> TemporalAsync(PlatformOutputs outputs) => PlatformCall.MakeAsync(
        $"Temporal at {outputs.TemporalAddress} cannot be reached",
        () => TemporalClient.ConnectAsync(new(outputs.TemporalAddress)
        {
            Namespace = outputs.TemporalNamespace,
            ApiKey = outputs.TemporalApiKey,
            Runtime = Quiet.Value,
            Tls = new() { Disabled = PublicProxy is not null }, // a rehearsal speaks plain HTTP/2 on loopback
        }),
        CancellationToken.None);

    /// <summary>Connects to Temporal's Cloud Ops API.</summary>
    /// <exception cref="PlatformCallException">It does not answer, or refuses the key.</exception>
    public Task<TemporalCloudOperationsClient> TemporalCloudAsync() => PlatformCall.MakeAsync(
        $"Temporal's Cloud Ops API at {TemporalCloudApi} cannot be reached",
        () => TemporalCloudOperationsClient.ConnectAsync(new(TemporalCloudKey)
        {
            TargetHost = TemporalCloudApi,
            Version = "v0.10.0",
            Tls = new() { Disabled = PublicProxy is not null },
        }),
        CancellationToken.None);

    /// <summary>An HTTP client for the vendors' APIs.</summary>
    public HttpClient VendorHttp() => new(DirectHttp.For(FlyApi)) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>An HTTP client for the platform's public addresses.</summary>
    public HttpClient PublicHttp() => PublicProxy is null
        ? new HttpClient { Timeout = TimeSpan.FromSeconds(10) }
        : new HttpClient(
            new HttpClientHandler { Proxy = new WebProxy(PublicProxy), UseProxy = true })
        { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>
    /// The address to ask for a public address: a rehearsal has names but no certificates, and ends TLS before its port 443.
    /// </summary>
    public Uri Reachable(Uri address) => PublicProxy is null
        ? address
        : new UriBuilder(address) { Scheme = Uri.UriSchemeHttp, Port = 443 }.Uri;
}
