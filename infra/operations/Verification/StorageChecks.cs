using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>Is every bucket versioned, and does an object written in the primary region appear in every other?</summary>
internal sealed class StorageChecks(PlatformOutputs outputs, PlatformAccess access, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public async Task<IEnumerable<CheckResult>> VersioningAsync(CancellationToken cancellation)
    {
        var results = new List<CheckResult>();
        foreach (var region in outputs.BucketRegions)
        {
            using var s3 = access.S3(region);
            var versioning = await s3.GetBucketVersioningAsync(outputs.Buckets[region], cancellation);
            var status = versioning.VersioningConfig?.Status?.Value is { Length: > 0 } value ? value : "Off";
            results.Add(new CheckResult(
                "storage", $"{outputs.Buckets[region]} ({region}) keeps versions", status == VersionStatus.Enabled.Value,
                $"versioning {status}", "./pipai up"));
        }

        return results;
    }

    public async Task<IEnumerable<CheckResult>> CanaryAsync(CancellationToken cancellation)
    {
        var key = $"canary/{Guid.NewGuid():N}";
        using var primary = access.S3(outputs.PrimaryBucketRegion);
        var started = time.GetTimestamp();
        var put = await primary.PutObjectAsync(
            new PutObjectRequest { BucketName = outputs.Buckets[outputs.PrimaryBucketRegion], Key = key, ContentBody = "canary" },
            cancellation);
        var results = new List<CheckResult>();
        foreach (var region in outputs.BucketRegions.Where(region => region != outputs.PrimaryBucketRegion))
            results.Add(await SeenAsync(region, key, put.VersionId, started, cancellation));
        await RemoveAsync(key, put.VersionId, cancellation);
        return results;
    }

    private async Task<CheckResult> SeenAsync(string region, string key, string version, long started, CancellationToken cancellation)
    {
        var name = $"an object written in {outputs.PrimaryBucketRegion} is readable in {region}";
        using var s3 = access.S3(region);
        while (time.GetElapsedTime(started) < Timeout)
        {
            try
            {
                var head = await s3.GetObjectMetadataAsync(outputs.Buckets[region], key, cancellation);
                var after = time.GetElapsedTime(started).TotalSeconds;
                return new CheckResult(
                    "storage", name, head.VersionId == version,
                    $"after {after:0.0} s, version {(head.VersionId == version ? "the same" : "another")}");
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
            }
        }

        return new CheckResult("storage", name, false, $"not there after {Timeout.TotalSeconds:0} s", "./pipai logs");
    }

    /// <summary>Every copy of the canary goes: a version's deletion is never replicated, so each region deletes its own.</summary>
    private async Task RemoveAsync(string key, string version, CancellationToken cancellation)
    {
        foreach (var region in outputs.BucketRegions)
        {
            using var s3 = access.S3(region);
            await s3.DeleteObjectAsync(outputs.Buckets[region], key, version, cancellation);
        }
    }
}
