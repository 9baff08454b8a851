using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>Does every bucket keep versions, and does an object that is written in any region appear in every other?</summary>
internal sealed class StorageChecks(PlatformOutputs outputs, PlatformAccess access, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>After this a copy is late. S3 promises most within 15 minutes; what it does in practice is seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public async Task<IEnumerable<CheckResult>> VersioningAsync(CancellationToken cancellation) =>
        await Task.WhenAll(outputs.BucketRegions.Select(async region =>
        {
            using var s3 = access.S3(region);
            var versioning = await s3.GetBucketVersioningAsync(outputs.Buckets[region], cancellation);
            var status = versioning.VersioningConfig?.Status?.Value is { Length: > 0 } value ? value : "Off";
            return new CheckResult(
                "storage", $"{outputs.Buckets[region]} ({region}) keeps versions", status == VersionStatus.Enabled.Value,
                $"versioning {status}", "./pipai up --refresh")
            {
                Expected = "versioning Enabled",
                IsDeclared = true,
            };
        }));

    /// <summary>Writes an object in each region, and looks for it in every other.</summary>
    public async Task<IEnumerable<CheckResult>> CanaryAsync(CancellationToken cancellation) =>
        (await Task.WhenAll(outputs.BucketRegions.Select(region => WrittenAsync(region, cancellation)))).SelectMany(results => results);

    private async Task<IEnumerable<CheckResult>> WrittenAsync(string source, CancellationToken cancellation)
    {
        var (key, others) = ($"canary/{Guid.NewGuid():N}", outputs.BucketRegions.Where(region => region != source).ToList());
        if (others.Count == 0) return [];
        using var s3 = access.S3(source);
        var request = new PutObjectRequest { BucketName = outputs.Buckets[source], Key = key, ContentBody = "canary" };
        var started = time.GetTimestamp();
        string version;
        try
        {
            version = await PlatformCall.MakeAsync(
                "it cannot be written", async () => (await s3.PutObjectAsync(request, cancellation)).VersionId, cancellation);
        }
        catch (PlatformCallException failure)
        {
            return others.Select(region => Result(source, region, false, failure.Message));
        }

        var results = await Task.WhenAll(others.Select(region => SeenAsync((source, region), (key, version), started, cancellation)));
        await Task.WhenAll(outputs.BucketRegions.Select(region => RemoveAsync(region, key, version, cancellation)));
        return results;
    }

    private async Task<CheckResult> SeenAsync(
        (string Source, string Region) way, (string Key, string Version) written, long started, CancellationToken cancellation)
    {
        using var s3 = access.S3(way.Region);
        while (time.GetElapsedTime(started) < Timeout)
        {
            try
            {
                var head = await s3.GetObjectMetadataAsync(outputs.Buckets[way.Region], written.Key, cancellation);
                var (after, isSame) = (time.GetElapsedTime(started).TotalSeconds, head.VersionId == written.Version);
                return Result(way.Source, way.Region, isSame, $"after {after:0.0} s, version {(isSame ? "the same" : "another")}");
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                await Task.Delay(LookAgain, time, cancellation);
            }
            catch (Exception away) when (away is AmazonClientException or HttpRequestException && !cancellation.IsCancellationRequested)
            {
                return Result(way.Source, way.Region, false, away.Message);
            }
        }

        return Result(way.Source, way.Region, false, $"not there after {Timeout.TotalSeconds:0} s");
    }

    private CheckResult Result(string source, string region, bool passed, string evidence) => new(
        "storage", $"an object written in {source} is readable in {region}", passed, evidence, "./pipai cloud logs")
    {
        Expected = $"the same version within {Timeout.TotalSeconds:0} s",
    };

    /// <summary>
    /// Every copy of the canary goes: a version's deletion is never replicated, so each region deletes its own. A region that is away
    /// keeps nothing that was late: what is gone at its source is not copied any more.
    /// </summary>
    private async Task RemoveAsync(string region, string key, string version, CancellationToken cancellation)
    {
        using var s3 = access.S3(region);
        try
        {
            await s3.DeleteObjectAsync(outputs.Buckets[region], key, version, cancellation);
        }
        catch (Exception away) when (away is AmazonClientException or HttpRequestException && !cancellation.IsCancellationRequested)
        {
        }
    }
}
