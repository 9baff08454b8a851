using System.Collections.Immutable;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Hosting;
using PipAi.LocalCloud.Services;
using PipAi.Operations.Platform;
using PipAi.Operations.Restores;
using PipAi.Operations.Tests.Platform;
using PipAi.Testing;

namespace PipAi.Operations.Tests.Restores;

/// <summary>A local cloud in this process, whose clock a test moves on, and buckets that are copied to each other.</summary>
public sealed class RunningBuckets : IAsyncLifetime
{
    public const string East = "us-east-1";
    public const string Middle = "us-east-2";
    public const string West = "us-west-2";
    private static readonly string[] Regions = [East, Middle, West];
    private readonly TemporaryFolder folder = new();
    private LocalCloudHost host = null!;
    private int meshes;

    public ShiftedTime Time { get; } = new();

    internal PlatformAccess Access
    {
        get
        {
            var endpoints = host.Endpoints;
            return new()
            {
                FlyApi = endpoints.AddressOf(VendorNames.Fly),
                FlyPlatformApi = endpoints.AddressOf(VendorNames.Fly),
                FlyToken = endpoints.Tokens.Fly,
                VercelApi = endpoints.AddressOf(VendorNames.Vercel),
                VercelToken = endpoints.Tokens.Vercel,
                TemporalCloudApi = endpoints.AddressOf(VendorNames.Temporal).Authority,
                TemporalCloudKey = endpoints.Tokens.Temporal,
                S3Endpoint = endpoints.AddressOf(VendorNames.S3),
                AwsCredentials = new BasicAWSCredentials(endpoints.Tokens.AwsAccessKeyId, endpoints.Tokens.AwsSecretAccessKey),
                PublicProxy = endpoints.AddressOf(VendorNames.Proxy),
            };
        }
    }

    public async ValueTask InitializeAsync() => host = await LocalCloudHost.StartAsync(
        new LocalCloudOptions { Stack = "test", Directory = folder["cloud"], Time = Time }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Takes a region of S3 away, until the answer is disposed.</summary>
    public Task<IAsyncDisposable> DarkAsync(string region) =>
        FaultAsync(new Fault { Id = $"dark-{region}", Service = VendorNames.S3, Region = region, Effect = new FaultEffect.Dark() });

    /// <summary>Has a fault hold until the answer is disposed.</summary>
    public async Task<IAsyncDisposable> FaultAsync(Fault fault)
    {
        var client = new LocalCloudClient(host.Endpoints);
        await client.AddFaultAsync(fault, TestContext.Current.CancellationToken);
        return new Darkness(client, fault.Id);
    }

    /// <summary>Three new buckets that keep versions, each copied to the others.</summary>
    internal async Task<Mesh> MeshAsync()
    {
        var buckets = Regions.ToImmutableSortedDictionary(region => region, region => $"docs-{meshes}-{region}", StringComparer.Ordinal);
        meshes++;
        var mesh = new Mesh(this, SampleOutputs.Parsed() with { Buckets = buckets, PrimaryBucketRegion = East });
        foreach (var (region, bucket) in buckets)
        {
            await mesh[region].PutBucketAsync(
                new PutBucketRequest { BucketName = bucket, PutBucketConfiguration = Located(region) },
                TestContext.Current.CancellationToken);
            await mesh[region].PutBucketVersioningAsync(
                new() { BucketName = bucket, VersioningConfig = new() { Status = VersionStatus.Enabled } },
                TestContext.Current.CancellationToken);
        }

        foreach (var (region, bucket) in buckets)
            await mesh[region].PutBucketReplicationAsync(
                new()
                {
                    BucketName = bucket,
                    Configuration = new()
                    {
                        Role = "arn:aws:iam::000000000000:role/replication",
                        Rules = [.. buckets.Where(other => other.Key != region).Select((other, index) => Rule(other.Value, index + 1))],
                    },
                },
                TestContext.Current.CancellationToken);
        return mesh;
    }

    private static PutBucketConfiguration? Located(string region) => region == East ? null : new() { LocationConstraint = region };

    private static ReplicationRule Rule(string bucket, int priority) => new()
    {
        Id = $"to-{bucket}",
        Priority = priority,
        Status = ReplicationRuleStatus.Enabled,
        Filter = new() { Prefix = "" },
        DeleteMarkerReplication = new() { Status = DeleteMarkerReplicationStatus.Enabled },
        SourceSelectionCriteria = new() { ReplicaModifications = new() { Status = ReplicaModificationsStatus.Enabled } },
        Destination = new()
        {
            BucketArn = $"arn:aws:s3:::{bucket}",
            ReplicationTime = new() { Status = ReplicationTimeStatus.Enabled, Time = new() { Minutes = 15 } },
            Metrics = new() { Status = MetricsStatus.Enabled, EventThreshold = new() { Minutes = 15 } },
        },
    };

    /// <summary>The system's clock and what a test adds to it.</summary>
    public sealed class ShiftedTime : TimeProvider
    {
        private TimeSpan shift;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;

        /// <summary>A time after all that was written so far, and before all that is written later.</summary>
        public DateTimeOffset Between()
        {
            Advance(TimeSpan.FromSeconds(2));
            return GetUtcNow() - TimeSpan.FromSeconds(1);
        }

        public void Advance(TimeSpan by) => shift += by;
    }

    private sealed class Darkness(LocalCloudClient client, string fault) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await client.RemoveFaultAsync(fault, TestContext.Current.CancellationToken);
            client.Dispose();
        }
    }
}

/// <summary>The buckets of one test.</summary>
internal sealed class Mesh(RunningBuckets cloud, PlatformOutputs outputs)
{
    private readonly Dictionary<string, AmazonS3Client> clients =
        outputs.Buckets.Keys.ToDictionary(region => region, region => cloud.Access.S3(region));

    public PlatformOutputs Outputs => outputs;

    public AmazonS3Client this[string region] => clients[region];

    public BucketRestore Restore(TimeProvider? time = null) =>
        new(new DeployedPlatform("prod", outputs, [], cloud.Access), time ?? cloud.Time);

    public Task<RestorePlan> PlanAsync(RestoreGoal goal) => Restore().PlanAsync(goal, TestContext.Current.CancellationToken);

    public Task<RestoreResult> RunAsync(RestorePlan plan) =>
        Restore().RunAsync(plan, new Progress<RestoreProgress>(), TestContext.Current.CancellationToken);

    public StoragePlace Place(string region, string key = "") => new(outputs.Buckets[region], region, key);

    public Task PutAsync(string key, string content, string region = RunningBuckets.East, Action<PutObjectRequest>? change = null)
    {
        var request = new PutObjectRequest { BucketName = outputs.Buckets[region], Key = key, ContentBody = content };
        change?.Invoke(request);
        return this[region].PutObjectAsync(request, TestContext.Current.CancellationToken);
    }

    public Task DeleteAsync(string key, string region = RunningBuckets.East, string? version = null) =>
        this[region].DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = outputs.Buckets[region], Key = key, VersionId = version },
            TestContext.Current.CancellationToken);

    /// <summary>What is in a bucket, as <c>key=content</c>.</summary>
    public async Task<string[]> ContentsAsync(string region = RunningBuckets.East)
    {
        var listed = await this[region].ListObjectsV2Async(
            new() { BucketName = outputs.Buckets[region] }, TestContext.Current.CancellationToken);
        return await Task.WhenAll((listed.S3Objects ?? []).Select(async found =>
        {
            using var answer = await this[region].GetObjectAsync(found.BucketName, found.Key, TestContext.Current.CancellationToken);
            using var reader = new StreamReader(answer.ResponseStream);
            return $"{found.Key}={await reader.ReadToEndAsync(TestContext.Current.CancellationToken)}";
        }));
    }

    /// <summary>Every version and marker of a bucket.</summary>
    public Task<IReadOnlyList<ListedVersion>> VersionsAsync(string region = RunningBuckets.East) => VersionListing.ReadAsync(
        this[region], outputs.Buckets[region], Place(region), TestContext.Current.CancellationToken);

    /// <summary>Waits until a bucket has as many versions and markers.</summary>
    public async Task CopiedAsync(int versions, params string[] regions)
    {
        foreach (var region in regions.Length > 0 ? regions : [.. outputs.Buckets.Keys])
            while ((await VersionsAsync(region)).Count < versions) await Task.Delay(20, TestContext.Current.CancellationToken);
    }
}
