using PipAi.Operations.Platform;

namespace PipAi.Operations.Restores;

/// <summary>
/// Puts an object or a bucket back to what it was, from the versions and delete markers of all regions. What is put back are new versions
/// and markers: nothing is lost, a restore can itself be restored, and one that was stopped is run again.
/// </summary>
internal sealed class BucketRestore(DeployedPlatform platform, TimeProvider time)
{
    /// <summary>How many objects are compared or copied at the same time.</summary>
    internal const int AtOnce = 32;

    private const string Scheme = "s3://";
    private readonly PlatformOutputs outputs = platform.Outputs;

    /// <summary>The buckets that can be put back, with their regions, the primary one first.</summary>
    public IEnumerable<string> Buckets => outputs.BucketRegions.Select(region => $"{outputs.Buckets[region]} ({region})");

    /// <summary>
    /// Finds a place: <c>s3://bucket/key</c>, <c>s3://bucket/prefix/</c>, or in place of the bucket its region, or <c>primary</c>.
    /// </summary>
    /// <returns>Null where the stack has no such bucket.</returns>
    public StoragePlace? Find(string place)
    {
        var (name, key) = Split(place);
        if (name == "primary") name = outputs.PrimaryBucketRegion;
        var found = outputs.Buckets.FirstOrDefault(bucket => bucket.Value == name || bucket.Key == name);
        return found.Value is null ? null : new StoragePlace(found.Value, found.Key, key);
    }

    /// <summary>Finds a place that may also be in a bucket of another stack, or of none.</summary>
    /// <exception cref="PlatformCallException">There is no such bucket, or it is another account's.</exception>
    public async Task<StoragePlace> FindAnywhereAsync(string place, CancellationToken cancellation)
    {
        if (Find(place) is { } ours) return ours;
        var (name, key) = Split(place);
        using var s3 = platform.Access.S3(outputs.PrimaryBucketRegion);
        var region = await PlatformCall.MakeAsync(
            $"Bucket '{name}' cannot be found", async () => (await s3.GetBucketLocationAsync(name, cancellation)).Location?.Value,
            cancellation);
        // The oldest regions have names of their own here.
        return new StoragePlace(name, region switch { null or "" => "us-east-1", "EU" => "eu-west-1", var known => known }, key);
    }

    /// <summary>Finds out what is to be done; changes nothing.</summary>
    /// <exception cref="PlatformCallException">No region can be read, or not the bucket that is to be written.</exception>
    public async Task<RestorePlan> PlanAsync(RestoreGoal goal, CancellationToken cancellation)
    {
        using var clients = new RegionClients(platform.Access);
        return await new RestorePlanner(platform, clients, goal, time).PlanAsync(cancellation);
    }

    /// <summary>Carries a plan out. A key that cannot be put back is told at the end, and does not stop the others.</summary>
    /// <exception cref="PlatformCallException">The bucket that is written keeps no versions, so that something would be lost.</exception>
    public async Task<RestoreResult> RunAsync(RestorePlan plan, IProgress<RestoreProgress>? progress, CancellationToken cancellation)
    {
        using var clients = new RegionClients(platform.Access, ObjectCopy.Timeout);
        return await new RestoreExecution(outputs, clients, plan, time).RunAsync(progress, cancellation);
    }

    private static (string Name, string Key) Split(string place)
    {
        var path = place.StartsWith(Scheme, StringComparison.Ordinal) ? place[Scheme.Length..] : place;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
    }
}
