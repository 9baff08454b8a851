using System.Collections.Immutable;
using Pulumi;

namespace PipAi.Infra.Storage;

/// <summary>
/// Where documents are kept: a bucket in each region, every one copied to every other, one address in front of them, and
/// recovery to any second. Order matters to S3 and is declared here: buckets, then versions everywhere, then copies.
/// </summary>
internal sealed class DocumentStore : ComponentResource
{
    /// <summary>Declares the buckets and what joins them.</summary>
    public DocumentStore(string name, DocumentStoreArgs args, ComponentResourceOptions? options = null)
        : base("pipai:storage:DocumentStore", name, options)
    {
        var parent = new ComponentResourceOptions { Parent = this };
        Buckets = [.. args.Settings.Regions.Select(region => new RegionalBucket($"{name}-{region}", new RegionalBucketArgs
        {
            Name = $"{args.Names.Buckets}-{region}",
            Region = region,
            IsProtected = args.IsProtected,
            Tags = args.Tags,
        }, parent))];

        var mesh = new ReplicationMesh($"{name}-replication", new ReplicationMeshArgs
        {
            RoleName = args.Names.ReplicationRole,
            BoundaryArn = args.BoundaryArn,
            Buckets = Buckets,
            Tags = args.Tags,
        }, parent);
        _ = new VersionRetention($"{name}-retention", new VersionRetentionArgs
        {
            Buckets = Buckets,
            OldVersionDays = args.Settings.OldVersionDays,
            UnfinishedUploadDays = args.Settings.UnfinishedUploadDays,
            After = mesh.Configurations,
        }, parent);
        AccessPoint = new GlobalAccessPoint($"{name}-everywhere", new GlobalAccessPointArgs
        {
            Name = args.Names.Buckets,
            Buckets = Buckets,
            ActiveRegion = args.Settings.ActiveRegion,
            ControlRegion = args.Settings.AccessPointControlRegion,
        }, parent);
        Recovery = new PointInTimeRecovery($"{name}-recovery", new PointInTimeRecoveryArgs
        {
            RoleName = args.Names.RecoveryRole,
            NameSuffix = args.Names.Suffix,
            Buckets = [.. Buckets.Where(bucket => args.Settings.PointInTimeRegions.Contains(bucket.Region))],
            Days = args.Settings.PointInTimeDays,
            IsTested = args.Settings.TestsRestores,
            IsProtected = args.IsProtected,
            Tags = args.Tags,
        }, parent);
        RegisterOutputs(new Dictionary<string, object?> { ["accessPoint"] = AccessPoint.Arn });
    }

    /// <summary>The buckets, the primary one first.</summary>
    public ImmutableArray<RegionalBucket> Buckets { get; }

    /// <summary>The address in front of all buckets.</summary>
    public GlobalAccessPoint AccessPoint { get; }

    /// <summary>The buckets' ARNs.</summary>
    public ImmutableArray<Input<string>> BucketArns => [.. Buckets.Select(bucket => (Input<string>)bucket.Arn)];

    /// <summary>Recovery of the buckets to any second.</summary>
    public PointInTimeRecovery Recovery { get; }

    /// <summary>The buckets as the workers are told: <c>region=name</c>, separated by commas, the primary one first.</summary>
    public Output<string> Listing => Output.All(Buckets.Select(bucket => (Input<string>)bucket.Name))
        .Apply(names => string.Join(',', names.Zip(Buckets, (bucketName, bucket) => $"{bucket.Region}={bucketName}")));
}
