using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Amazon.S3.Model;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Surplus;

/// <summary>
/// Buckets that are called as the platform's are, with another region at the end: what an abandoned region leaves behind. Of a bucket of
/// another name nobody can say whose it is: an AWS account has many owners.
/// </summary>
internal sealed partial class SurplusBuckets(PlatformOutputs outputs, PlatformAccess access, IReadOnlySet<string> declared) : ISurplusSource
{
    /// <inheritdoc/>
    public string What => "buckets of the platform";

    /// <inheritdoc/>
    public async Task<(int All, ImmutableArray<SurplusThing> Surplus)> FindAsync(CancellationToken cancellation)
    {
        var buckets = await PlatformCall.MakeAsync("The buckets cannot be read from S3", () => BucketsAsync(cancellation), cancellation);
        return (buckets.Count,
        [
            .. buckets.Where(bucket => !declared.Contains(bucket.Name)).Select(bucket => new SurplusThing(
                "bucket", bucket.Name, $"bucket '{bucket.Name}' in {bucket.Region}", stop => RemoveAsync(bucket.Name, bucket.Region, stop))
            {
                Adoption = SurplusThing.ByImport(DeclaredResource.Bucket, bucket.Name),
            }),
        ]);
    }

    private async Task<List<(string Name, string Region)>> BucketsAsync(CancellationToken cancellation)
    {
        using var s3 = access.S3(outputs.PrimaryBucketRegion);
        var (found, request) = (new List<(string, string)>(), new ListBucketsRequest());
        do
        {
            var page = await s3.ListBucketsAsync(request, cancellation);
            foreach (var name in (page.Buckets ?? []).Select(bucket => bucket.BucketName))
            {
                if (RegionOf(name) is { } region) found.Add((name, region));
            }

            request.ContinuationToken = page.ContinuationToken;
        }
        while (request.ContinuationToken is { Length: > 0 });
        return found;
    }

    /// <summary>The region at the end of a name that begins as the platform's do; null for every other name.</summary>
    private string? RegionOf(string bucket)
    {
        foreach (var (region, ours) in outputs.Buckets)
        {
            if (bucket == ours) return region;
            if (ours.EndsWith("-" + region, StringComparison.Ordinal) && bucket.StartsWith(ours[..^region.Length], StringComparison.Ordinal)
                && bucket[(ours.Length - region.Length)..] is var end && Region().IsMatch(end)) return end;
        }

        return null;
    }

    /// <summary>What still holds something is not emptied: S3 refuses, and says so.</summary>
    private async Task RemoveAsync(string bucket, string region, CancellationToken cancellation)
    {
        using var s3 = access.S3(region);
        await PlatformCall.MakeAsync(
            $"Bucket '{bucket}' cannot be deleted", () => s3.DeleteBucketAsync(bucket, cancellation), cancellation);
    }

    [GeneratedRegex(@"^[a-z]{2}(-[a-z]+)+-[0-9]+\z")]
    private static partial Regex Region();
}
