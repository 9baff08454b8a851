using System.Collections.Immutable;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>
/// The objects of a bucket in listing order, as of one moment: a list starts anywhere in it, and jumps over what it rolls up.
/// </summary>
internal sealed class ObjectIndex
{
    private static readonly ImmutableSortedSet<StoredObject> Nothing = ImmutableSortedSet<StoredObject>.Empty.WithComparer(new ByKey());

    private readonly ImmutableSortedSet<StoredObject> objects;

    private ObjectIndex(ImmutableSortedSet<StoredObject> objects) => this.objects = objects;

    /// <summary>How many there are.</summary>
    public int Count => objects.Count;

    /// <summary>All of them.</summary>
    public IEnumerable<StoredObject> All => objects;

    /// <summary>The one at a place.</summary>
    public StoredObject this[int place] => objects[place];

    /// <summary>An index of objects.</summary>
    public static ObjectIndex Of(IEnumerable<StoredObject> objects) => new(Nothing.Union(objects));

    /// <summary>The object with that key, or null.</summary>
    public StoredObject? Find(string key) => objects.TryGetValue(StoredObject.Of(key), out var found) ? found : null;

    /// <summary>With an object as it is now; one without versions is no object.</summary>
    public ObjectIndex With(StoredObject changed)
    {
        var others = objects.Remove(changed);
        return new ObjectIndex(changed.Versions.IsEmpty ? others : others.Add(changed));
    }

    /// <summary>The place of the first object whose key does not come before another.</summary>
    public int PlaceOf(string key)
    {
        var place = objects.IndexOf(StoredObject.Of(key));
        return place < 0 ? ~place : place;
    }

    /// <summary>The first place behind all keys with a prefix; the key at the given place has it.</summary>
    public int PlaceBehind(string prefix, int place)
    {
        var (last, behind) = (place, Count);
        while (behind - last > 1)
        {
            var middle = last + ((behind - last) / 2);
            if (objects[middle].Key.StartsWith(prefix, StringComparison.Ordinal)) last = middle;
            else behind = middle;
        }

        return behind;
    }

    private sealed class ByKey : IComparer<StoredObject>
    {
        public int Compare(StoredObject? x, StoredObject? y) => Utf8Order.Instance.Compare(x!.Key, y!.Key);
    }
}
