using System.Runtime.CompilerServices;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging.Abstractions;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly.Identity;
using PipAi.LocalCloud.S3;
using PipAi.LocalCloud.Services;
using PipAi.Testing;
using PipAi.Workers.Pipeline.Storage;

namespace PipAi.Pipeline.Tests.Platform;

/// <summary>The local S3 with a bucket in each of three regions, empty and not replicated: what is where is the test's choice.</summary>
public sealed class LocalStorage : IAsyncLifetime
{
    public const string Primary = "us-east-1";
    public const string Second = "us-east-2";
    public const string Third = "us-west-2";
    private const string AccessKey = "AKIATESTTESTTESTTEST";
    private const string SecretKey = "0123456789012345678901234567890123456789";

    private readonly TemporaryFolder folder = new();
    private readonly OidcIssuer issuer;
    private readonly LocalCloudContext surroundings;
    private readonly S3Service service;

    public LocalStorage()
    {
        issuer = OidcIssuer.Open(folder["identity"], TimeProvider.System);
        surroundings = new LocalCloudContext
        {
            Stack = "test",
            Directory = folder.Path,
            Tokens = CloudTokens.Create() with { AwsAccessKeyId = AccessKey, AwsSecretAccessKey = SecretKey },
            Faults = Faults,
            Ports = new Dictionary<string, int>(),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        };
        service = new S3Service(surroundings);
    }

    public FaultRegistry Faults { get; } = new();

    public Uri Address => new($"http://127.0.0.1:{service.Port}/");

    /// <summary>The worker takes its credentials from the environment, as on any machine without a role.</summary>
    [ModuleInitializer]
    internal static void SetCredentials()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", SecretKey);
    }

    internal IReadOnlyList<RegionBucket> Buckets { get; } =
        [new(Primary, "docs-use1"), new(Second, "docs-use2"), new(Third, "docs-usw2")];

    public string BucketList => string.Join(",", Buckets.Select(bucket => $"{bucket.Region}={bucket.Bucket}"));

    public async ValueTask InitializeAsync()
    {
        await service.StartAsync(0, TestContext.Current.CancellationToken);
        foreach (var bucket in Buckets)
        {
            var request = new PutBucketRequest { BucketName = bucket.Bucket };
            if (bucket.Region != Primary) request.BucketRegionName = bucket.Region;
            using var client = Client(bucket.Region);
            await client.PutBucketAsync(request);
        }
    }

    /// <summary>A token service beside this storage that lets machines of the app <c>workers</c> take on a role.</summary>
    public Task<LocalTokens> StartTokensAsync() => LocalTokens.StartAsync(surroundings, issuer, folder["oidc_token"]);

    public async Task PutAsync(string region, string key, string text, string contentType = "text/plain")
    {
        using var client = Client(region);
        await client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = BucketOf(region),
            Key = key,
            InputStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
            ContentType = contentType,
        });
    }

    public async Task<string?> ReadAsync(string region, string key)
    {
        using var client = Client(region);
        try
        {
            using var answer = await client.GetObjectAsync(BucketOf(region), key);
            using var reader = new StreamReader(answer.ResponseStream);
            return await reader.ReadToEndAsync();
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }

    /// <summary>Lets a fault hold until the answer is disposed.</summary>
    public IDisposable Break(string region, FaultEffect effect, string? operation = null, int? times = null)
    {
        var fault = Faults.Add(
            new Fault { Service = VendorNames.S3, Region = region, Effect = effect, Operation = operation, Times = times });
        return new Undo(() => Faults.Remove(fault.Id));
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        issuer.Dispose();
        folder.Dispose();
    }

    private string BucketOf(string region) => Buckets.Single(bucket => bucket.Region == region).Bucket;

    private AmazonS3Client Client(string region) => new(
        new BasicAWSCredentials(AccessKey, SecretKey),
        new AmazonS3Config { ServiceURL = Address.AbsoluteUri, AuthenticationRegion = region, ForcePathStyle = true });

    private sealed class Undo(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}
