using System.Collections.Concurrent;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>All buckets of all regions, and the multipart uploads under way.</summary>
internal sealed class S3Store
{
    private readonly ConcurrentDictionary<string, Bucket> buckets = new(StringComparer.Ordinal);
    private readonly string folder;
    private readonly TimeProvider time;

    /// <summary>Opens the store and reads what an earlier process left.</summary>
    public S3Store(string folder, TimeProvider time)
    {
        (this.folder, this.time) = (Path.Combine(folder, "buckets"), time);
        Uploads = new UploadStore(Path.Combine(folder, "uploads"));
        Directory.CreateDirectory(this.folder);
        foreach (var path in Directory.EnumerateDirectories(this.folder)) Load(new BucketFolder(path));
    }

    /// <summary>The multipart uploads.</summary>
    public UploadStore Uploads { get; }

    /// <summary>Called with each version that must be copied to another bucket.</summary>
    public Action<Bucket, string, ObjectVersion>? ReplicationNeeded { get; set; }

    /// <summary>Every bucket, by name.</summary>
    public IEnumerable<Bucket> Buckets => buckets.Values.OrderBy(bucket => bucket.Name, StringComparer.Ordinal);

    /// <summary>The bucket with that name in whatever region, or null.</summary>
    public Bucket? Find(string name) => buckets.GetValueOrDefault(name);

    /// <summary>Creates a bucket.</summary>
    /// <returns>Null when the name is taken.</returns>
    public Bucket? Create(string name, string region)
    {
        var bucketFolder = new BucketFolder(Path.Combine(folder, name));
        var settings = new BucketSettings { Name = name, Region = region, Created = time.GetUtcNow() };
        var bucket = new Bucket(bucketFolder, settings, [], time, Replicate);
        if (!buckets.TryAdd(name, bucket)) return null;
        bucketFolder.Create();
        bucketFolder.SaveSettings(settings);
        return bucket;
    }

    /// <summary>Deletes a bucket.</summary>
    /// <returns>False when it is not empty.</returns>
    public bool TryDelete(Bucket bucket)
    {
        if (!bucket.TryDelete()) return false;
        buckets.TryRemove(bucket.Name, out _);
        Uploads.RemoveAllOf(bucket.Name);
        return true;
    }

    private void Load(BucketFolder bucketFolder)
    {
        if (!bucketFolder.Exists)
        {
            // A bucket whose creation or deletion was cut off: nobody was told that it exists.
            bucketFolder.Create();
            bucketFolder.Delete();
            return;
        }

        bucketFolder.Create();
        var settings = bucketFolder.LoadSettings();
        buckets[settings.Name] = new Bucket(bucketFolder, settings, bucketFolder.LoadObjects(), time, Replicate);
    }

    private void Replicate(Bucket bucket, string key, ObjectVersion version) => ReplicationNeeded?.Invoke(bucket, key, version);
}
