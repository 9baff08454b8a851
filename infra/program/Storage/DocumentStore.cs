using System.Collections.Immutable;
using Pulumi;

namespace PipAi.Infra.Storage;

/// <summary>
/// Where documents are kept: a bucket in each region, every one copied to every other, one address in front of them, and
/// recovery to any second. Order matters to S3 and is declared here: buckets, then versions everywhere, then copies. Nobody is told of
/// a bucket before that: what was written to it earlier would have no versions, and no copies.
/// </summary>
internal sealed class DocumentStore : ComponentResource
{
    private readonly Output<bool> _ready;

    /// <summary>Declares the buckets and what joins them.</summary>
    public DocumentStore(string name, DocumentStoreArgs args, ComponentResourceOptions? options = null)
        : base("pipai:storage:DocumentStore", name, options)
    {
        var parent = new ComponentResourceOptions { Parent = this };
        Buckets = [.. args.Settings.Regions.Select(region => Bucket(name, region, args, args.IsProtected))];
        ImmutableArray<RegionalBucket> retiring = [.. args.Settings.RetiringRegions.Select(
            region => Bucket(name, region, args, isProtected: false))];
        ImmutableArray<RegionalBucket> all = [.. Buckets, .. retiring];

        var mesh = new ReplicationMesh($"{name}-replication", new ReplicationMeshArgs
        {
            RoleName = args.Names.ReplicationRole,
            BoundaryArn = args.BoundaryArn,
            Sources = all,
            Destinations = Buckets,
            Tags = args.Tags,
        }, parent);
        _ = new VersionRetention($"{name}-retention", new VersionRetentionArgs
        {
            Buckets = all,
            OldVersionDays = args.Settings.OldVersionDays,
            UnfinishedUploadDays = args.Settings.UnfinishedUploadDays,
            After = mesh.Configurations,
        }, parent);
        _ready = WhenReady(mesh);
        AccessPoint = new GlobalAccessPoint($"{name}-everywhere", new GlobalAccessPointArgs
        {
            Name = args.Names.Buckets,
            Buckets = Buckets,
            ActiveRegion = args.Settings.ActiveRegion,
            ControlRegion = args.Settings.AccessPointControlRegion,
            After = [.. Buckets.Select(bucket => bucket.Policy), .. mesh.Configurations],
        }, parent);
        Recovery = new PointInTimeRecovery($"{name}-recovery", new PointInTimeRecoveryArgs
        {
            RoleName = args.Names.RecoveryRole,
            NameSuffix = args.Names.Suffix,
            Buckets = [.. all.Where(bucket => args.Settings.PointInTimeRegions.Contains(bucket.Region))],
            Days = args.Settings.PointInTimeDays,
            IsTested = args.Settings.TestsRestores,
            Tags = args.Tags,
        }, parent);
        RegisterOutputs(new Dictionary<string, object?> { ["accessPoint"] = AccessPoint.Arn });
    }

    /// <summary>The buckets in use, the primary one first.</summary>
    public ImmutableArray<RegionalBucket> Buckets { get; }

    /// <summary>The address in front of all buckets.</summary>
    public GlobalAccessPoint AccessPoint { get; }

    /// <summary>The buckets' ARNs, once all are ready.</summary>
    public ImmutableArray<Input<string>> BucketArns => [.. Buckets.Select(bucket => (Input<string>)Ready(bucket.Arn))];

    /// <summary>Recovery of the buckets to any second.</summary>
    public PointInTimeRecovery Recovery { get; }

    /// <summary>
    /// The buckets as the workers are told, once all are ready: <c>region=name</c>, separated by commas, the primary one first.
    /// </summary>
    public Output<string> Listing => Output.All(Buckets.Select(bucket => (Input<string>)Ready(bucket.Name)))
        .Apply(names => string.Join(',', names.Zip(Buckets, (bucketName, bucket) => $"{bucket.Region}={bucketName}")));

    private RegionalBucket Bucket(string name, string region, DocumentStoreArgs args, bool isProtected) =>
        new($"{name}-{region}", new RegionalBucketArgs
        {
            Name = $"{args.Names.Buckets}-{region}",
            Region = region,
            IsProtected = isProtected,
            Tags = args.Tags,
        }, new ComponentResourceOptions { Parent = this });

    /// <summary>Ready is what has its rights and its copies; these outputs are known in a plan, too: they are what was put in.</summary>
    private Output<bool> WhenReady(ReplicationMesh mesh) => Output.All([
        .. Buckets.Select(bucket => (Input<string>)bucket.Policy.Bucket),
        .. mesh.Configurations.Select(copies => (Input<string>)copies.Bucket),
    ]).Apply(_ => true);

    private Output<string> Ready(Output<string> told) => Output.Tuple(_ready, told).Apply(both => both.Item2);
}
