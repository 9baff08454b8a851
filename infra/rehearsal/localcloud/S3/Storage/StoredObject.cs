using System.Collections.Immutable;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>A key and its versions, newest first. Finding, adding and removing one cost the same however many there are, nearly.</summary>
internal sealed class StoredObject
{
    private readonly ImmutableDictionary<string, ObjectVersion> byId;

    private StoredObject(string key, ImmutableSortedSet<ObjectVersion> versions, ImmutableDictionary<string, ObjectVersion> byId) =>
        (Key, Versions, this.byId) = (key, versions, byId);

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>Its versions, newest first.</summary>
    public ImmutableSortedSet<ObjectVersion> Versions { get; }

    /// <summary>The current version, which may be a delete marker.</summary>
    public ObjectVersion Latest => Versions[0];

    /// <summary>A key without a version.</summary>
    public static StoredObject Of(string key) => new(
        key,
        ImmutableSortedSet<ObjectVersion>.Empty.WithComparer(NewestFirst.Instance),
        ImmutableDictionary.Create<string, ObjectVersion>(StringComparer.Ordinal));

    /// <summary>The version with that id, or null.</summary>
    public ObjectVersion? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>With a version, in place of the one with its id.</summary>
    public StoredObject With(ObjectVersion version)
    {
        var others = Find(version.Id) is { } replaced ? Versions.Remove(replaced) : Versions;
        return new StoredObject(Key, others.Add(version), byId.SetItem(version.Id, version));
    }

    /// <summary>Without a version.</summary>
    public StoredObject Without(ObjectVersion version) => new(Key, Versions.Remove(version), byId.Remove(version.Id));

    /// <summary>The place among <see cref="Versions"/> at which a list goes on that ended with a version.</summary>
    /// <param name="id">The version, which may be gone by now.</param>
    public int PlaceAfter(string id)
    {
        if (Find(id) is { } version) return Versions.IndexOf(version) + 1;
        if (VersionId.TimeOf(id) is not { } created) return 0;
        var place = Versions.IndexOf(new ObjectVersion { Id = id, Created = created });
        return place < 0 ? ~place : place;
    }

    private sealed class NewestFirst : IComparer<ObjectVersion>
    {
        public static readonly NewestFirst Instance = new();

        public int Compare(ObjectVersion? x, ObjectVersion? y) =>
            y!.Created.CompareTo(x!.Created) is not 0 and var order ? order : string.CompareOrdinal(x.Id, y.Id);
    }
}
