using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Properties;

/// <summary>The option <c>ignoreChanges</c>: what it names keeps its old value.</summary>
internal static class IgnoredChanges
{
    public static PropertyMap Apply(PropertyMap news, PropertyMap olds, ImmutableArray<string> paths)
    {
        PropertyValue result = news;
        foreach (var path in paths)
        {
            // What is no path, or the whole, names nothing.
            if (PropertyPath.TryParse(path) is { Segments.IsEmpty: false } named)
                result = Reset(result, olds, named.Segments, 0, isSecret: false)!;
        }

        return ((PropertyValue.Map)result).Entries;
    }

    /// <param name="value">What the program wants.</param>
    /// <param name="old">What there is.</param>
    /// <param name="path">The place.</param>
    /// <param name="at">How much of the path was walked.</param>
    /// <param name="isSecret">Whether what is kept must be marked as a secret: it is one, and the new value around it is not.</param>
    private static PropertyValue? Reset(PropertyValue? value, PropertyValue? old, ImmutableArray<object> path, int at, bool isSecret)
    {
        if (at == path.Length) return isSecret && old is not (null or PropertyValue.Secret) ? new PropertyValue.Secret(old) : old;
        if (value is PropertyValue.Secret secret)
            return new PropertyValue.Secret(Reset(secret.Value, Bare(old), path, at, isSecret: false)!);
        if (old is PropertyValue.Secret) return Reset(value, Bare(old), path, at, isSecret: true);
        return value switch
        {
            PropertyValue.Map map => ResetMap(map, (old as PropertyValue.Map)?.Entries ?? PropertyMap.Empty, path, at, isSecret),
            PropertyValue.List list => ResetList(list, (old as PropertyValue.List)?.Items ?? [], path, at, isSecret),
            _ => value,
        };
    }

    private static PropertyValue? Bare(PropertyValue? value) => value is PropertyValue.Secret secret ? Bare(secret.Value) : value;

    private static PropertyValue.Map ResetMap(PropertyValue.Map map, PropertyMap old, ImmutableArray<object> path, int at, bool isSecret)
    {
        var entries = map.Entries;
        IEnumerable<string> keys = path[at] is PropertyPath.Any
            ? entries.Keys.Union(old.Keys).ToArray() : [Convert.ToString(path[at], null)!];
        foreach (var key in keys)
        {
            var reset = Reset(entries.Get(key), old.Get(key), path, at + 1, isSecret);
            entries = reset is null ? entries.Without(key) : entries.With(key, reset);
        }

        return new PropertyValue.Map(entries);
    }

    private static PropertyValue.List ResetList(
        PropertyValue.List list, ImmutableArray<PropertyValue> old, ImmutableArray<object> path, int at, bool isSecret)
    {
        var items = list.Items;
        for (var i = 0; i < items.Length && i < old.Length; i++)
        {
            if (path[at] is PropertyPath.Any || path[at].Equals(i))
                items = items.SetItem(i, Reset(items[i], old[i], path, at + 1, isSecret)!);
        }

        return new PropertyValue.List(items);
    }
}
