using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging.Abstractions;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly.Identity;
using PipAi.LocalCloud.S3;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Sts;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.S3;

/// <summary>A running local S3 on disk, and unmodified SDK clients of its regions.</summary>
public sealed class LocalS3 : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<AmazonS3Client> clients = [];
    private readonly OidcIssuer identity;
    private S3Service service;

    public LocalS3()
    {
        identity = OidcIssuer.Open(folder["identity"], TimeProvider.System);
        Surroundings = new LocalCloudContext
        {
            Stack = "test",
            Directory = folder.Path,
            Tokens = CloudTokens.Create(),
            Faults = new FaultRegistry(),
            Ports = new Dictionary<string, int>(),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        };
        service = new S3Service(Surroundings);
    }

    public LocalCloudContext Surroundings { get; }

    /// <summary>Issues tokens as Fly does.</summary>
    public OidcIssuer Issuer => identity;

    /// <summary>The same issuer by another clock.</summary>
    public OidcIssuer IssuerAt(TimeProvider time) => OidcIssuer.Open(folder["identity"], time);

    /// <summary>What STS knows of that issuer.</summary>
    public IdentityProvider Provider => new(OidcIssuer.Issuers, identity.KeySet);

    public FaultRegistry Faults => Surroundings.Faults;

    public Uri Address => new($"http://127.0.0.1:{service.Port}");

    /// <summary>How many copies to other buckets wait.</summary>
    public int WaitingCopies => (int)service.Describe()!["waitingCopies"]!;

    public string BlobFolder(string bucket) => Path.Combine(folder.Path, "s3", "buckets", bucket, "blobs");

    public async ValueTask InitializeAsync() => await service.StartAsync(0, TestContext.Current.CancellationToken);

    public async Task RestartAsync()
    {
        var port = service.Port;
        await service.DisposeAsync();
        service = new S3Service(Surroundings);
        await service.StartAsync(port, TestContext.Current.CancellationToken);
    }

    /// <summary>What another process would find on disk if this one were killed now.</summary>
    public async Task<LocalS3> AfterAKillAsync()
    {
        var next = new LocalS3();
        var (from, to) = (folder["s3"], next.folder["s3"]);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            try
            {
                File.Copy(file, copy);
            }
            catch (IOException)
            {
                // Being written, or written a moment ago and in its place by now: either way not acknowledged yet.
            }
        }

        await next.InitializeAsync();
        return next;
    }

    /// <summary>Registers a role with STS, as the deployment does.</summary>
    public async Task RegisterRoleAsync(string arn, string trustPolicy, string policy)
    {
        await using var sts = new StsService(Surroundings, Provider);
        await sts.StartAsync(0, TestContext.Current.CancellationToken);
        using var deployer = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{sts.Port}") };
        var tokens = Surroundings.Tokens;
        deployer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{tokens.AwsAccessKeyId}:{tokens.AwsSecretAccessKey}")));
        var role = $$$"""{"Arn":"{{{arn}}}","Id":"AROALOCAL","TrustPolicy":{{{trustPolicy}}},"Policies":{"p":{{{policy}}}}}""";
        using var content = new StringContent(role, Encoding.UTF8, "application/json");
        (await deployer.PutAsync(new Uri($"/roles/{arn}", UriKind.Relative), content)).EnsureSuccessStatusCode();
    }

    public AmazonS3Client Client(string region = "us-east-1", AWSCredentials? credentials = null, Action<AmazonS3Config>? configure = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = Address.AbsoluteUri,
            AuthenticationRegion = region,
            MaxErrorRetry = 0,
            Timeout = TimeSpan.FromSeconds(90),
        };
        configure?.Invoke(config);
        var tokens = Surroundings.Tokens;
        var client = new AmazonS3Client(
            credentials ?? new BasicAWSCredentials(tokens.AwsAccessKeyId, tokens.AwsSecretAccessKey), config);
        clients.Add(client);
        return client;
    }

    /// <summary>A new bucket with a name of its own.</summary>
    public async Task<string> BucketAsync(string region = "us-east-1", bool versioned = false)
    {
        var name = $"bucket-{Guid.NewGuid():N}"[..20];
        var client = Client(region);
        var request = new PutBucketRequest { BucketName = name };
        if (region != "us-east-1") request.BucketRegionName = region;
        await client.PutBucketAsync(request);
        if (versioned) await SetVersioningAsync(name, region, VersionStatus.Enabled);
        return name;
    }

    public Task SetVersioningAsync(string bucket, string region, VersionStatus status) =>
        Client(region).PutBucketVersioningAsync(new PutBucketVersioningRequest
        {
            BucketName = bucket,
            VersioningConfig = new S3BucketVersioningConfig { Status = status },
        });

    public static async Task<PutObjectResponse> PutAsync(AmazonS3Client client, string bucket, string key, string text) =>
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = text });

    public static async Task<string> ReadAsync(AmazonS3Client client, string bucket, string key, string? versionId = null)
    {
        using var response = await client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key, VersionId = versionId });
        using var reader = new StreamReader(response.ResponseStream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>The call is refused with that status and code.</summary>
    public static async Task RefusedAsync(HttpStatusCode status, string code, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAnyAsync<AmazonS3Exception>(call);
        Assert.Equal((status, code), (refusal.StatusCode, refusal.ErrorCode));
    }

    /// <summary>Asks again until the answer is there; the background of the service has no other sign.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> ask, Func<T, bool> expected)
    {
        var deadline = DateTimeOffset.UtcNow.AddSeconds(90);
        while (true)
        {
            var answer = await ask();
            if (expected(answer)) return answer;
            Assert.True(DateTimeOffset.UtcNow < deadline, $"Still {answer} after 90 s.");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        await service.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        identity.Dispose();
        folder.Dispose();
    }
}
