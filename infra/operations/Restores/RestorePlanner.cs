using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Restores;

/// <summary>Reads what the regions have, and plans.</summary>
internal sealed class RestorePlanner(DeployedPlatform platform, RegionClients clients, RestoreGoal goal, TimeProvider time)
{
    private readonly PlatformOutputs outputs = platform.Outputs;
    private readonly StoragePlace source = goal.Source;
    private readonly StoragePlace target = goal.Target;

    /// <summary>Plans.</summary>
    public async Task<RestorePlan> PlanAsync(CancellationToken cancellation)
    {
        var order = outputs.BucketRegions.OrderBy(region => region == target.Region ? 0 : region == source.Region ? 1 : 2);
        var readings = await Task.WhenAll(order.Select(region => ReadAsync(region, cancellation)));
        if (!readings.Any(reading => reading.Failure is null)) throw readings[0].Failure!;
        var days = readings.Min(reading => reading.KeptDays);
        var keptSince = days is { } kept ? time.GetUtcNow() - TimeSpan.FromDays(kept) : (DateTimeOffset?)null;
        var steps = Steps(readings, await CurrentAsync(readings, cancellation), keptSince);
        return new RestorePlan(goal, await WithoutTwinsAsync([.. steps], cancellation))
        {
            KeptSince = keptSince,
            Unread = readings.Where(reading => reading.Failure is not null)
                .ToImmutableSortedDictionary(reading => reading.Region, reading => reading.Failure!.Message, StringComparer.Ordinal),
            Backup = RecoveryPoint.Of(platform.Declared, outputs).OrderByDescending(point => point.Region == source.Region)
                .FirstOrDefault(),
        };
    }

    private IEnumerable<RestoreStep> Steps(
        IEnumerable<Reading> readings, Dictionary<string, ListedVersion> current, DateTimeOffset? keptSince)
    {
        // Another place is not the bucket as it is used: what it has beside stays.
        var isSamePlace = target.Key == source.Key && outputs.Buckets.ContainsValue(target.Bucket);
        var histories = KeyHistory.Join(
            readings.Where(reading => reading.Failure is null).Select(reading => (reading.Region, reading.Versions)));
        return histories.Select(history =>
        {
            var key = source.KeyAt(target, history.Key);
            return RestoreStep.Of(history, current.GetValueOrDefault(key), goal.At, keptSince, (key, isSamePlace));
        });
    }

    private async Task<Reading> ReadAsync(string region, CancellationToken cancellation)
    {
        var bucket = outputs.Buckets[region];
        try
        {
            return await PlatformCall.MakeAsync($"The versions of '{bucket}' in {region} cannot be read", async () => new Reading(
                region,
                await VersionListing.ReadAsync(clients[region], bucket, source, cancellation),
                await VersionListing.KeptDaysAsync(clients[region], bucket, cancellation),
                null), cancellation);
        }
        catch (PlatformCallException failure)
        {
            return new Reading(region, [], null, failure);
        }
    }

    /// <summary>What is now at the place that is written, by key.</summary>
    private async Task<Dictionary<string, ListedVersion>> CurrentAsync(
        IReadOnlyList<Reading> readings, CancellationToken cancellation)
    {
        var known = target.Key == source.Key ? readings.FirstOrDefault(reading => outputs.Buckets[reading.Region] == target.Bucket) : null;
        if (known?.Failure is { } unreadable) throw unreadable;
        var place = target with
        {
            Key = !source.IsPrefix ? source.KeyAt(target, source.Key) : target.Key.Length == 0 ? source.Key : target.Key,
        };
        var versions = known?.Versions ?? await PlatformCall.MakeAsync(
            $"'{target.Bucket}' in {target.Region}, where it is put, cannot be read",
            () => VersionListing.ReadAsync(clients[target.Region], target.Bucket, place, cancellation), cancellation);
        return versions.GroupBy(version => version.Key).ToDictionary(group => group.Key, group => group.First());
    }

    /// <summary>Compares what has the same bytes as another version: what a restore before this one has put back is as it was.</summary>
    private async Task<ImmutableArray<RestoreStep>> WithoutTwinsAsync(RestoreStep[] steps, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = BucketRestore.AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, steps.Length, options, async (index, stop) =>
        {
            if (steps[index] is not { Twin: { } twin, Version: { } was } step) return;
            var region = step.Regions[0];
            var isSame = await PlatformCall.MakeAsync(
                $"'{was.Key}' cannot be compared in {region}",
                () => HeadersAndTags.AreSameAsync(
                    new VersionAddress(clients[region], outputs.Buckets[region], was.Key, was.Id),
                    new VersionAddress(clients[target.Region], target.Bucket, twin.Key, twin.Id), stop), stop);
            steps[index] = step with { Action = isSame ? RestoreAction.Unchanged : RestoreAction.Copy, Twin = null };
        });
        return [.. steps];
    }

    private sealed record Reading(string Region, IReadOnlyList<ListedVersion> Versions, int? KeptDays, PlatformCallException? Failure);
}
