using System.Collections.Immutable;
using Amazon.S3.Model;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Drills;

/// <summary>What a drill has stored, in every region.</summary>
internal sealed class DrillObjects(PlatformOutputs outputs, PlatformAccess access)
{
    /// <summary>Beginning of the keys of everything that drills store.</summary>
    public const string Folder = "drills/";

    /// <summary>S3 takes so many keys in one request.</summary>
    private const int MostKeys = 1000;

    /// <summary>The objects of a region's bucket and their versions; null where it cannot be read.</summary>
    public async Task<IReadOnlyDictionary<string, ImmutableArray<string>>?> InAsync(string region, CancellationToken cancellation)
    {
        try
        {
            var versions = await VersionsAsync(region, cancellation);
            return versions.GroupBy(version => version.Key).ToDictionary(
                group => group.Key, ImmutableArray<string> (group) => [.. group.Select(version => version.VersionId)]);
        }
        catch (PlatformCallException)
        {
            return null;
        }
    }

    /// <summary>Removes these versions in every region: a version's deletion is never replicated.</summary>
    public async Task RemoveAsync(Func<S3ObjectVersion, bool> which, CancellationToken cancellation)
    {
        foreach (var region in outputs.BucketRegions)
        {
            using var s3 = access.S3(region);
            foreach (var some in (await VersionsAsync(region, cancellation)).Where(which).Chunk(MostKeys))
                await PlatformCall.MakeAsync($"What drills have stored below '{Folder}' in {region} stays", () => s3.DeleteObjectsAsync(
                    new DeleteObjectsRequest
                    {
                        BucketName = outputs.Buckets[region],
                        Objects = [.. some.Select(version => new KeyVersion { Key = version.Key, VersionId = version.VersionId })],
                        Quiet = true,
                    },
                    cancellation), cancellation);
        }
    }

    private async Task<List<S3ObjectVersion>> VersionsAsync(string region, CancellationToken cancellation)
    {
        using var s3 = access.S3(region);
        var request = new ListVersionsRequest { BucketName = outputs.Buckets[region], Prefix = Folder };
        var found = new List<S3ObjectVersion>();
        bool isMore;
        do
        {
            var page = await PlatformCall.MakeAsync(
                $"The bucket in {region} cannot be read", () => s3.ListVersionsAsync(request, cancellation), cancellation);
            found.AddRange(page.Versions ?? []);
            isMore = page.IsTruncated == true;
            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
        while (isMore);
        return found;
    }
}
