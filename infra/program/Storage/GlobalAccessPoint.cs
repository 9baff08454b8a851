using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.S3Control;
using Pulumi.Aws.S3Control.Inputs;

namespace PipAi.Infra.Storage;

/// <summary>
/// One address for all buckets. One bucket gets the traffic and the others stand by; a failover turns the dials. Its buckets
/// are fixed for life: another region replaces it, and no bucket can go before it does.
/// </summary>
internal sealed class GlobalAccessPoint : ComponentResource
{
    /// <summary>Declares the access point and its routes.</summary>
    public GlobalAccessPoint(string name, GlobalAccessPointArgs args, ComponentResourceOptions? options = null)
        : base("pipai:storage:GlobalAccessPoint", name, options)
    {
        var accessPoint = new MultiRegionAccessPoint(name, new MultiRegionAccessPointArgs
        {
            Details = new MultiRegionAccessPointDetailsArgs
            {
                Name = args.Name,
                PublicAccessBlock = new MultiRegionAccessPointDetailsPublicAccessBlockArgs
                {
                    BlockPublicAcls = true,
                    BlockPublicPolicy = true,
                    IgnorePublicAcls = true,
                    RestrictPublicBuckets = true,
                },
                Regions = args.Buckets.Select(bucket => new MultiRegionAccessPointDetailsRegionArgs { Bucket = bucket.Name }).ToArray(),
            },
        }, new CustomResourceOptions
        {
            Parent = this,
            DependsOn = [.. args.After],
            // Its name is taken as long as it exists.
            DeleteBeforeReplace = true,
            CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(60), Delete = TimeSpan.FromMinutes(30) },
        });
        if (args.Buckets.Length > 1) Route(name, args, accessPoint);

        Arn = accessPoint.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn, ["host"] = accessPoint.DomainName });
    }

    /// <summary>The access point's ARN: what a client gives in place of a bucket's name.</summary>
    public Output<string> Arn { get; }

    private void Route(string name, GlobalAccessPointArgs args, MultiRegionAccessPoint accessPoint)
    {
        _ = new MultiRegionAccessPointRoutes(name, new MultiRegionAccessPointRoutesArgs
        {
            Mrap = accessPoint.Arn,
            // Asked of a region that is not the primary one, or the switch would fail together with what it switches.
            Region = args.ControlRegion,
            Routes = args.Buckets.Select(bucket => new MultiRegionAccessPointRoutesRouteArgs
            {
                Bucket = bucket.Name,
                Region = bucket.Region,
                TrafficDialPercentage = bucket.Region == args.ActiveRegion ? 100 : 0,
            }).ToArray(),
        }, new CustomResourceOptions { Parent = this });
    }
}

/// <summary>What a <see cref="GlobalAccessPoint"/> is made of.</summary>
internal sealed record GlobalAccessPointArgs
{
    /// <summary>Name within the account.</summary>
    public required string Name { get; init; }

    /// <summary>The buckets.</summary>
    public required ImmutableArray<RegionalBucket> Buckets { get; init; }

    /// <summary>What must be there before the address leads to a bucket: its versions, its copies, its rights.</summary>
    public required ImmutableArray<Resource> After { get; init; }

    /// <summary>Region whose bucket gets the traffic.</summary>
    public required string ActiveRegion { get; init; }

    /// <summary>Region whose control plane moves the traffic.</summary>
    public required string ControlRegion { get; init; }
}
