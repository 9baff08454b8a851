using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>The option <c>ignoreChanges</c>: what it names keeps its old value.</summary>
internal static class IgnoredChanges
{
    public static PropertyMap Apply(PropertyMap news, PropertyMap olds, ImmutableArray<string> paths)
    {
        PropertyValue result = news;
        foreach (var path in paths) result = Reset(result, olds, PropertyPath.Parse(path).Segments, 0)!;
        return ((PropertyValue.Map)result).Entries;
    }

    private static PropertyValue? Reset(PropertyValue? value, PropertyValue? old, ImmutableArray<object> path, int at)
    {
        if (at == path.Length) return old;
        if (value is PropertyValue.Secret secret) return new PropertyValue.Secret(Reset(secret.Value, old, path, at)!);
        // What is kept of a secret is one.
        if (old is PropertyValue.Secret was) return Reset(value, was.Value, path, at) is { } kept ? new PropertyValue.Secret(kept) : null;
        return value switch
        {
            PropertyValue.Map map => ResetMap(map, (old as PropertyValue.Map)?.Entries ?? PropertyMap.Empty, path, at),
            PropertyValue.List list => ResetList(list, (old as PropertyValue.List)?.Items ?? [], path, at),
            _ => value,
        };
    }

    private static PropertyValue.Map ResetMap(PropertyValue.Map map, PropertyMap old, ImmutableArray<object> path, int at)
    {
        var entries = map.Entries;
        IEnumerable<string> keys = path[at] is PropertyPath.Any ? entries.Keys.Union(old.Keys).ToArray() : [Convert.ToString(path[at], null)!];
        foreach (var key in keys)
        {
            var reset = Reset(entries.Get(key), old.Get(key), path, at + 1);
            entries = reset is null ? entries.Without(key) : entries.With(key, reset);
        }

        return new PropertyValue.Map(entries);
    }

    private static PropertyValue.List ResetList(
        PropertyValue.List list, ImmutableArray<PropertyValue> old, ImmutableArray<object> path, int at)
    {
        var items = list.Items;
        for (var i = 0; i < items.Length && i < old.Length; i++)
        {
            if (path[at] is PropertyPath.Any || path[at].Equals(i)) items = items.SetItem(i, Reset(items[i], old[i], path, at + 1)!);
        }

        return new PropertyValue.List(items);
    }
}
