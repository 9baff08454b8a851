using System.Collections.Immutable;
using System.Text;
using Amazon.S3.Model;
using PipAi.Operations.Platform;
using PipAi.Operations.Restores;

namespace PipAi.Operations.Drills;

/// <summary>
/// Objects of the drill's own folder are deleted or overwritten in the bucket that is written first, the replicas follow, and a restore
/// puts them back. What belongs to others is not touched.
/// </summary>
/// <param name="platform">The platform.</param>
/// <param name="isDeleted">Whether the objects are deleted; else they are overwritten.</param>
/// <param name="count">How many.</param>
/// <param name="time">The clock.</param>
internal sealed class StorageAccident(DeployedPlatform platform, bool isDeleted, int count, TimeProvider time) : IDrillAccident
{
    private const int AtOnce = 16;
    private const int MostKeys = 1000;

    /// <summary>What could not be put back is tried again, as a person would.</summary>
    private const int Rounds = 3;

    /// <summary>Times of versions are whole seconds at S3: what was before and what came after must be seconds apart.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1.1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CopyTimeout = TimeSpan.FromMinutes(5);
    private readonly string folder = $"{DrillObjects.Folder}accident-{Guid.NewGuid():N}/";
    private ImmutableDictionary<string, string> before = ImmutableDictionary<string, string>.Empty;
    private DateTimeOffset restored;

    private string Region => platform.Outputs.PrimaryBucketRegion;

    private string Bucket => platform.Outputs.Buckets[Region];

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await PutAsync("as it was", cancellation);
        before = (await KeysAsync(Region, cancellation)).ToImmutableDictionary();
        await UntilAsync(async () => await WrongAsync(cancellation) == 0, "as they were stored", cancellation);
        await Task.Delay(Gap, time, cancellation);
        restored = time.GetUtcNow();
        await Task.Delay(Gap, time, cancellation);
    }

    /// <inheritdoc/>
    public async Task StrikeAsync(CancellationToken cancellation)
    {
        if (isDeleted) await DeleteAsync(cancellation);
        else await PutAsync("by mistake", cancellation);
        // Each region has the mistake once; a restore that came before it would be undone by it.
        await UntilAsync(
            async () => await WrongAsync(cancellation) == count * platform.Outputs.Buckets.Count, "as the mistake left them", cancellation);
    }

    /// <inheritdoc/>
    public async Task RestoreAsync(CancellationToken cancellation)
    {
        var restore = new BucketRestore(platform, time);
        for (var round = 1; round <= Rounds; round++)
        {
            var plan = await restore.PlanAsync(new RestoreGoal(new StoragePlace(Bucket, Region, folder), restored), cancellation);
            if ((await restore.RunAsync(plan, null, cancellation)).Failed.IsEmpty) return;
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync(CancellationToken cancellation) =>
        new DrillObjects(platform.Outputs, platform.Access).RemoveAsync(
            version => version.Key.StartsWith(folder, StringComparison.Ordinal), cancellation);

    /// <inheritdoc/>
    public async Task<int> WrongAsync(CancellationToken cancellation)
    {
        var wrong = 0;
        foreach (var region in platform.Outputs.BucketRegions)
        {
            var now = await KeysAsync(region, cancellation);
            wrong += before.Count(one => now.GetValueOrDefault(one.Key) != one.Value) + now.Keys.Count(key => !before.ContainsKey(key));
        }

        return wrong;
    }

    private async Task PutAsync(string text, CancellationToken cancellation)
    {
        using var s3 = platform.Access.S3(Region);
        await Parallel.ForEachAsync(
            Enumerable.Range(1, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (number, stop) => await PlatformCall.MakeAsync($"Objects for the drill cannot be stored in {Region}", async () =>
            {
                using var body = new MemoryStream(Encoding.UTF8.GetBytes($"Object {number}, {text}.\n"));
                return await s3.PutObjectAsync(
                    new PutObjectRequest { BucketName = Bucket, Key = $"{folder}{number:00000}.txt", InputStream = body }, stop);
            }, stop));
    }

    private async Task DeleteAsync(CancellationToken cancellation)
    {
        using var s3 = platform.Access.S3(Region);
        foreach (var some in before.Keys.Chunk(MostKeys))
            await PlatformCall.MakeAsync($"Objects of the drill cannot be deleted in {Region}", () => s3.DeleteObjectsAsync(
                new DeleteObjectsRequest
                {
                    BucketName = Bucket,
                    Objects = [.. some.Select(key => new KeyVersion { Key = key })],
                    Quiet = true,
                },
                cancellation), cancellation);
    }

    private async Task<Dictionary<string, string>> KeysAsync(string region, CancellationToken cancellation)
    {
        using var s3 = platform.Access.S3(region);
        var request = new ListObjectsV2Request { BucketName = platform.Outputs.Buckets[region], Prefix = folder };
        var found = new Dictionary<string, string>();
        do
        {
            var page = await PlatformCall.MakeAsync(
                $"The bucket in {region} cannot be read", () => s3.ListObjectsV2Async(request, cancellation), cancellation);
            foreach (var one in page.S3Objects ?? []) found[one.Key] = one.ETag;
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
        return found;
    }

    private async Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (!await condition())
        {
            if (time.GetElapsedTime(started) >= CopyTimeout)
                throw new DrillNotPossibleException($"not every region has the {count} objects {what} within {CopyTimeout.TotalMinutes:0} min");
            await Task.Delay(Look, time, cancellation);
        }
    }
}
