using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>An S3 bucket in the local S3.</summary>
internal sealed partial class BucketHandler : AwsHandler
{
    private readonly S3Clients clients;
    private readonly ConcurrentDictionary<string, string> owners = new(StringComparer.Ordinal);

    /// <summary>Makes the kind.</summary>
    public BucketHandler(S3Clients clients, AwsSettings settings)
        : base("aws:s3/bucket:Bucket", settings)
    {
        this.clients = clients;
        ReplaceOn = ["bucket", "bucketPrefix", "bucketNamespace", "region", "objectLockEnabled"];
        NameProperty = "bucket";
        PrefixProperty = "bucketPrefix";
        IsAutoNamed = true;
        Rules = Problems;
    }

    /// <inheritdoc/>
    protected override Resource Describe(ResourceCall call)
    {
        var (name, region) = (call.Inputs.Text("bucket"), call.Region);
        var known = name is not null && region is not null;
        return new Resource(name, new Dictionary<string, PropertyValue>
        {
            ["arn"] = Outputs.Text(name is null ? null : $"arn:aws:s3:::{name}"),
            ["bucket"] = Outputs.Text(name),
            ["bucketDomainName"] = Outputs.Text(name is null ? null : $"{name}.s3.amazonaws.com"),
            ["bucketRegionalDomainName"] = Outputs.Text(known ? $"{name}.s3.{region}.amazonaws.com" : null),
            ["bucketRegion"] = Outputs.Text(region),
            ["hostedZoneId"] = Outputs.Text(HostedZones.Of(region)),
            ["bucketNamespace"] = Outputs.Text(call.Inputs.Text("bucketNamespace") ?? "global"),
            ["bucketPrefix"] = Outputs.Text(call.Inputs.Text("bucketPrefix") ?? ""),
            ["objectLockEnabled"] = new PropertyValue(call.Inputs.Flag("objectLockEnabled") ?? false),
        }.ToImmutableDictionary());
    }

    /// <inheritdoc/>
    protected override async Task<Resource> CreateAsync(ResourceCall call, CancellationToken cancellation)
    {
        var (name, region) = (call.Inputs.RequiredText("bucket"), call.Region!);
        if (owners.GetOrAdd(name, call.Urn) != call.Urn)
            throw new InvalidOperationException($"Bucket '{name}' is declared twice: bucket names are unique over all regions.");
        var request = new PutBucketRequest { BucketName = name, ObjectLockEnabledForBucket = call.Inputs.Flag("objectLockEnabled") };
        if (region != "us-east-1") request.BucketRegionName = region;
        await S3Failures.WrapAsync(
            $"the creation of bucket '{name}' in {region}", () => PutAsync(clients.For(region), request, call, cancellation));
        await TagAsync(call, cancellation);
        return Describe(call);
    }

    /// <inheritdoc/>
    protected override async Task<Resource> UpdateAsync(ResourceCall call, CancellationToken cancellation)
    {
        await TagAsync(call, cancellation);
        return Describe(call);
    }

    /// <inheritdoc/>
    protected override async Task<Resource?> ReadAsync(ResourceCall call, CancellationToken cancellation)
    {
        var what = $"a look at bucket '{call.Id}'";
        // Any region's endpoint tells where a bucket is, so that an import needs nothing but the name.
        var location = await S3Failures.FindAsync(what, () => clients.For("us-east-1").GetBucketLocationAsync(call.Id, cancellation));
        if (location is null) return null;
        var region = location.Location.Value is { Length: > 0 } elsewhere ? elsewhere : "us-east-1";
        var tagging = await S3Failures.FindAsync(what, () =>
            clients.For(region).GetBucketTaggingAsync(new GetBucketTaggingRequest { BucketName = call.Id }, cancellation));

        var found = PropertyMap.Empty.With("bucket", call.Id);
        if (call.Inputs.IsEmpty || call.Inputs.Has("region")) found = found.With("region", region);
        var tags = (tagging?.TagSet ?? []).Where(tag => Settings.DefaultTags.GetValueOrDefault(tag.Key) != tag.Value)
            .ToDictionary(tag => tag.Key, tag => tag.Value);
        if (tags.Count > 0 || call.Inputs.Has("tags")) found = found.With("tags", Outputs.Map(tags));
        return Describe(call with { Inputs = call.Inputs.SetItems(found), Region = region }) with { Found = found };
    }

    /// <inheritdoc/>
    protected override async Task DeleteAsync(ResourceCall call, CancellationToken cancellation)
    {
        owners.TryRemove(call.Id, out _);
        var client = clients.For(call.Region!);
        if (call.State.Flag("forceDestroy") == true) await BucketEmptying.RunAsync(client, call.Id, cancellation);
        await S3Failures.FindAsync(
            $"the deletion of bucket '{call.Id}' (forceDestroy would delete what it holds)",
            () => client.DeleteBucketAsync(call.Id, cancellation));
    }

    /// <summary>A bucket of ours in this region that holds nothing is one whose creation was not heard of: the answer got lost.</summary>
    private async Task<PutBucketResponse> PutAsync(
        AmazonS3Client client, PutBucketRequest request, ResourceCall call, CancellationToken cancellation)
    {
        try
        {
            return await client.PutBucketAsync(request, cancellation);
        }
        catch (AmazonS3Exception taken) when (taken.ErrorCode == "BucketAlreadyOwnedByYou")
        {
            var content = await client.ListVersionsAsync(
                new ListVersionsRequest { BucketName = request.BucketName, MaxKeys = 1 }, cancellation);
            var location = await client.GetBucketLocationAsync(request.BucketName, cancellation);
            var region = location.Location?.Value is { Length: > 0 } elsewhere ? elsewhere : "us-east-1";
            if (content.Versions is { Count: > 0 } || region != call.Region) throw;
            await Log.TakenOverAsync($"bucket '{request.BucketName}' in region '{region}'", call.Urn);
            return new PutBucketResponse();
        }
    }

    private async Task TagAsync(ResourceCall call, CancellationToken cancellation)
    {
        var (name, client) = (call.Inputs.RequiredText("bucket"), clients.For(call.Region!));
        var tags = Settings.DefaultTags.ToDictionary();
        foreach (var (key, value) in call.Inputs.TextMap("tags")) tags[key] = value;
        var what = $"the tags of bucket '{name}'";
        if (tags.Count > 0)
            await S3Failures.WrapAsync(what, () => client.PutBucketTaggingAsync(
                name, [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })], cancellation));
        else
            await S3Failures.WrapAsync(what, () => client.DeleteBucketTaggingAsync(name, cancellation));
    }

    private static IEnumerable<CheckFailure> Problems(PropertyMap inputs)
    {
        if (inputs.Text("bucket") is not { } name) yield break;
        if (!BucketName().IsMatch(name) || name.Contains("..", StringComparison.Ordinal))
            yield return new CheckFailure(
                "bucket",
                $"'{name}' is no bucket name: 3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit at each end.");
        if (inputs.Text("bucketNamespace") is { } space and not ("global" or "account-regional"))
            yield return new CheckFailure("bucketNamespace", $"'{space}' is neither 'global' nor 'account-regional'.");
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex BucketName();
}
