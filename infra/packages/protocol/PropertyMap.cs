using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace EmbeddedPulumi.Protocol;

/// <summary>
/// An immutable map from property names to values, in ordinal order of the names, so that whatever is written from it comes
/// out the same each time. Equality is deep.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is the domain's word for it.")]
public sealed class PropertyMap : IReadOnlyDictionary<string, PropertyValue>, IEquatable<PropertyMap>
{
    /// <summary>The map without entries.</summary>
    public static readonly PropertyMap Empty = new([]);

    private static readonly Comparer<KeyValuePair<string, PropertyValue>> ByKey =
        Comparer<KeyValuePair<string, PropertyValue>>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key));

    // Sorted by key: half the memory of a hash table, and most maps have fewer than twenty entries.
    private readonly ImmutableArray<KeyValuePair<string, PropertyValue>> entries;

    private PropertyMap(ImmutableArray<KeyValuePair<string, PropertyValue>> entries) => this.entries = entries;

    /// <inheritdoc/>
    public int Count => entries.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => entries.Select(entry => entry.Key);

    /// <inheritdoc/>
    public IEnumerable<PropertyValue> Values => entries.Select(entry => entry.Value);

    /// <summary>True if an unknown stands anywhere in it.</summary>
    public bool ContainsUnknowns => entries.Any(entry => entry.Value.ContainsUnknowns);

    /// <summary>True if a secret stands anywhere in it.</summary>
    public bool ContainsSecrets => entries.Any(entry => entry.Value.ContainsSecrets);

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">There is no such property.</exception>
    public PropertyValue this[string key] => TryGetValue(key, out var value)
        ? value
        : throw new KeyNotFoundException($"There is no property '{key}'.");

    /// <summary>Makes a map; a later entry replaces an earlier one of the same name.</summary>
    public static PropertyMap From(IEnumerable<KeyValuePair<string, PropertyValue>> entries)
    {
        var array = entries.ToArray();
        if (array.Length == 0) return Empty;
        if (!IsSortedAndUnique(array))
        {
            var unique = new Dictionary<string, PropertyValue>(array.Length, StringComparer.Ordinal);
            foreach (var (key, value) in array) unique[key] = value;
            array = [.. unique];
            Array.Sort(array, ByKey);
        }

        return new PropertyMap(ImmutableCollectionsMarshal.AsImmutableArray(array));
    }

    /// <summary>Makes a map from pairs, for example <c>PropertyMap.Of(("name", "web"), ("count", 2))</c>.</summary>
    public static PropertyMap Of(params IEnumerable<(string Key, PropertyValue Value)> entries) =>
        From(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out PropertyValue value)
    {
        var index = IndexOf(key);
        value = index < 0 ? null : entries[index].Value;
        return index >= 0;
    }

    /// <summary>The value of a property, or null if there is none.</summary>
    public PropertyValue? Get(string key) => TryGetValue(key, out var value) ? value : null;

    /// <summary>The same map with one entry added or replaced.</summary>
    public PropertyMap With(string key, PropertyValue value)
    {
        var index = IndexOf(key);
        var entry = KeyValuePair.Create(key, value);
        return new PropertyMap(index < 0 ? entries.Insert(~index, entry) : entries.SetItem(index, entry));
    }

    /// <summary>The same map without one entry.</summary>
    public PropertyMap Without(string key)
    {
        var index = IndexOf(key);
        return index < 0 ? this : new PropertyMap(entries.RemoveAt(index));
    }

    /// <summary>The entries that fit.</summary>
    public PropertyMap Where(Func<string, PropertyValue, bool> fits) =>
        new(entries.RemoveAll(entry => !fits(entry.Key, entry.Value)));

    /// <summary>The same names with other values.</summary>
    public PropertyMap Select(Func<string, PropertyValue, PropertyValue> change) =>
        new(ImmutableArray.CreateRange(entries, entry => KeyValuePair.Create(entry.Key, change(entry.Key, entry.Value))));

    /// <inheritdoc/>
    public bool Equals(PropertyMap? other) =>
        other is not null && (ReferenceEquals(this, other) || entries.SequenceEqual(other.entries, EntryEquality.Instance));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PropertyMap);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var entry in entries) hash.Add(EntryEquality.Instance.GetHashCode(entry));
        return hash.ToHashCode();
    }

    /// <summary>The map for people, secrets masked.</summary>
    public override string ToString() => new PropertyValue.Map(this).ToString();

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, PropertyValue>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, PropertyValue>>)entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();


    private static bool IsSortedAndUnique(KeyValuePair<string, PropertyValue>[] array)
    {
        for (var i = 1; i < array.Length; i++)
        {
            if (string.CompareOrdinal(array[i - 1].Key, array[i].Key) >= 0) return false;
        }

        return true;
    }

    /// <returns>The entry's index, or the complement of the index where it would stand.</returns>
    private int IndexOf(string key)
    {
        var (low, high) = (0, entries.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = string.CompareOrdinal(entries[middle].Key, key);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    private sealed class EntryEquality : IEqualityComparer<KeyValuePair<string, PropertyValue>>
    {
        public static readonly EntryEquality Instance = new();

        public bool Equals(KeyValuePair<string, PropertyValue> x, KeyValuePair<string, PropertyValue> y) =>
            x.Key == y.Key && x.Value.Equals(y.Value);

        public int GetHashCode(KeyValuePair<string, PropertyValue> entry) => HashCode.Combine(entry.Key, entry.Value);
    }
}
