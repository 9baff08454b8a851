using System.Collections.Immutable;
using Amazon.S3.Model;
using PipAi.Operations.Platform;
using PipAi.Operations.Restores;

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
                group => group.Key, ImmutableArray<string> (group) => [.. group.Select(version => version.Id)]);
        }
        catch (PlatformCallException)
        {
            return null;
        }
    }

    /// <summary>Removes these versions in every region: a version's deletion is never replicated.</summary>
    public async Task RemoveAsync(Func<ListedVersion, bool> which, CancellationToken cancellation)
    {
        foreach (var region in outputs.BucketRegions)
        {
            using var s3 = access.S3(region);
            foreach (var some in (await VersionsAsync(region, cancellation)).Where(which).Chunk(MostKeys))
                await PlatformCall.MakeAsync($"What drills have stored below '{Folder}' in {region} stays", () => s3.DeleteObjectsAsync(
                    new DeleteObjectsRequest
                    {
                        BucketName = outputs.Buckets[region],
                        Objects = [.. some.Select(version => new KeyVersion { Key = version.Key, VersionId = version.Id })],
                        Quiet = true,
                    },
                    cancellation), cancellation);
        }
    }

    private async Task<IReadOnlyList<ListedVersion>> VersionsAsync(string region, CancellationToken cancellation)
    {
        using var s3 = access.S3(region);
        var bucket = outputs.Buckets[region];
        return await PlatformCall.MakeAsync(
            $"The bucket in {region} cannot be read",
            () => VersionListing.ReadAsync(s3, bucket, new StoragePlace(bucket, region, Folder), cancellation), cancellation);
    }
}
