using System.Collections.Immutable;
using PipAi.LocalCloud.S3.Protocol;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>
/// A bucket: its settings and objects in memory, each change on disk before it is seen. Readers take no lock: they see the
/// bucket as of one moment.
/// </summary>
internal sealed class Bucket
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly Action<Bucket, string, ObjectVersion> replicate;
    private DateTimeOffset lastWrite;
    private bool deleted;

    /// <summary>Opens a bucket.</summary>
    /// <param name="folder">Where it is on disk.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="objects">Its objects.</param>
    /// <param name="time">Gives versions their times.</param>
    /// <param name="replicate">Told of each version that still has to be copied somewhere.</param>
    public Bucket(BucketFolder folder, BucketSettings settings, IEnumerable<StoredObject> objects, TimeProvider time,
        Action<Bucket, string, ObjectVersion> replicate)
    {
        (Folder, Settings, this.time, this.replicate) = (folder, settings, time, replicate);
        Objects = ObjectIndex.Of(objects);
    }

    /// <summary>Where its content is.</summary>
    public BucketFolder Folder { get; }

    /// <summary>Its settings, as of now.</summary>
    public BucketSettings Settings { get; private set; }

    /// <summary>Its objects in listing order, as of now.</summary>
    public ObjectIndex Objects { get; private set; }

    /// <summary>Its name.</summary>
    public string Name => Settings.Name;

    /// <summary>A version of a key, the current one without an id; null when there is none.</summary>
    public ObjectVersion? Find(string key, string? versionId = null) =>
        Objects.Find(key) is { } stored ? versionId is null ? stored.Latest : stored.Find(versionId) : null;

    /// <summary>Changes the settings.</summary>
    /// <exception cref="Signatures.AwsException">The change itself refuses, or the bucket is gone.</exception>
    public void Configure(Func<BucketSettings, BucketSettings> change)
    {
        lock (gate)
        {
            ThrowIfDeleted();
            var settings = change(Settings);
            Folder.SaveSettings(settings);
            Settings = settings;
        }
    }

    /// <summary>Writes a new version or delete marker: gives it an id and a time, and marks where it must be copied.</summary>
    /// <param name="key">The key.</param>
    /// <param name="version">The version, whose id and time are set here.</param>
    /// <param name="precondition">Looks at the current version, if any, and throws to refuse the write.</param>
    public ObjectVersion Add(string key, ObjectVersion version, Action<ObjectVersion?>? precondition = null)
    {
        lock (gate)
        {
            ThrowIfDeleted();
            precondition?.Invoke(Find(key));
            var now = time.GetUtcNow();
            lastWrite = now > lastWrite ? now : lastWrite.AddTicks(1);
            var added = version with
            {
                Id = Settings.IsVersioned ? VersionId.New(lastWrite) : ObjectVersion.NullId,
                Created = lastWrite,
                Replication = Settings.Replication.Destinations(key, version.Tags, version.IsDeleteMarker)
                    .ToImmutableSortedDictionary(name => name, _ => ReplicationState.Pending),
            };
            Insert(key, added);
            return added;
        }
    }

    /// <summary>Writes a replica under the source's id and time; does nothing where the id is there already.</summary>
    /// <returns>Whether it was written.</returns>
    public bool AddReplica(string key, ObjectVersion replica)
    {
        lock (gate)
        {
            ThrowIfDeleted();
            if (Find(key, replica.Id) is not null) return false;
            Insert(key, replica with
            {
                IsReplica = true,
                Replication = ImmutableSortedDictionary<string, ReplicationState>.Empty,
            });
            return true;
        }
    }

    /// <summary>Changes one version in place: its tags, its replication.</summary>
    /// <returns>The version as it is now, or null when it is not there any more.</returns>
    public ObjectVersion? Update(string key, string versionId, Func<ObjectVersion, ObjectVersion> change)
    {
        lock (gate)
        {
            if (deleted || Find(key, versionId) is not { } version) return null;
            var changed = change(version);
            if (IsHalfReplicated(version, changed)) Show(key, changed);
            else if (changed != version) Save(key, changed);
            if (IsPending(changed) && !IsPending(version)) replicate(this, key, changed);
            return changed;
        }
    }

    /// <summary>Removes one version for good.</summary>
    /// <returns>What was removed, or null.</returns>
    public ObjectVersion? Remove(string key, string versionId, Action<ObjectVersion?>? precondition = null)
    {
        lock (gate)
        {
            ThrowIfDeleted();
            var found = Find(key, versionId);
            precondition?.Invoke(found);
            if (found is not { } version) return null;
            Folder.DeleteVersion(key, version.Id);
            Objects = Objects.With(Objects.Find(key)!.Without(version));
            Folder.DeleteBlob(version.Blob);
            return version;
        }
    }

    /// <summary>Removes the bucket, which must be empty.</summary>
    /// <returns>False when it still holds a version.</returns>
    public bool TryDelete()
    {
        lock (gate)
        {
            ThrowIfDeleted();
            if (Objects.Count > 0) return false;
            Folder.Delete();
            deleted = true;
            return true;
        }
    }

    private void Insert(string key, ObjectVersion added)
    {
        var replaced = Find(key, added.Id);
        Save(key, added);
        Folder.DeleteBlob(replaced?.Blob);
        if (added.Replication.Count > 0) replicate(this, key, added);
    }

    private void Save(string key, ObjectVersion version)
    {
        Folder.SaveVersion(new StoredVersion(key, version));
        Show(key, version);
    }

    private void Show(string key, ObjectVersion version) =>
        Objects = Objects.With((Objects.Find(key) ?? StoredObject.Of(key)).With(version));

    // Written down with the last of the copies: one that is asked for again after a kill finds itself there.
    private static bool IsHalfReplicated(ObjectVersion before, ObjectVersion now) =>
        IsPending(now) && now with { Replication = before.Replication } == before;

    private static bool IsPending(ObjectVersion version) => version.Replication.ContainsValue(ReplicationState.Pending);

    private void ThrowIfDeleted()
    {
        if (deleted) throw S3Errors.NoSuchBucket(Name);
    }
}
