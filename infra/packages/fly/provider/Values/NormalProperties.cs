using PipAi.Plugins.Properties;

namespace PipAi.Providers.Fly.Values;

/// <summary>The steps that a normal form is made of.</summary>
internal static class NormalProperties
{
    /// <summary>Removes properties that have their default value.</summary>
    public static PropertyMap Defaults(PropertyMap map, params ReadOnlySpan<(string Name, object Value)> defaults)
    {
        foreach (var (name, value) in defaults)
        {
            var isDefault = value switch
            {
                string text => map.Text(name) == text,
                int number => map.Whole(name) == number,
                bool flag => map.Flag(name) == flag,
                _ => false,
            };
            if (isDefault) map = map.Remove(name);
        }

        return map;
    }

    /// <summary>Spells durations in one way.</summary>
    public static PropertyMap Durations(PropertyMap map, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (map.Duration(name) is { } duration) map = map.With(name, Plugins.Properties.Durations.Format(duration));
        return map;
    }

    /// <summary>Normalises a nested object.</summary>
    public static PropertyMap Part(PropertyMap map, string name, Func<PropertyMap, PropertyMap> normal) =>
        map.TryGetValue(name, out var value) ? map.With(name, Nested(value, normal)) : map;

    /// <summary>Normalises each object of a list.</summary>
    public static PropertyMap Each(PropertyMap map, string name, Func<PropertyMap, PropertyMap> normal) =>
        map.TryGetValue(name, out var value) && value.TryGetArray(out var items)
            ? map.With(name, new PropertyValue(items.Select(item => Nested(item, normal)).ToImmutableArray()).WithSecret(value.IsSecret))
            : map;

    /// <summary>Normalises each object of a map.</summary>
    public static PropertyMap Entries(PropertyMap map, string name, Func<PropertyMap, PropertyMap> normal) =>
        map.TryGetValue(name, out var value) && value.TryGetMap(out var entries)
            ? map.With(
                name, new PropertyValue(entries.ToImmutableDictionary(e => e.Key, e => Nested(e.Value, normal))).WithSecret(value.IsSecret))
            : map;

    /// <summary>Removes everything that is null or empty.</summary>
    public static PropertyMap Pruned(PropertyMap map)
    {
        var pruned = PropertyMap.Empty;
        foreach (var (name, value) in map)
            if (Pruned(value) is { } kept) pruned = pruned.SetItem(name, kept);
        return pruned;
    }

    private static PropertyValue? Pruned(PropertyValue value)
    {
        if (value.IsNull) return null;
        if (value.TryGetMap(out var map))
            return Pruned(map) is { IsEmpty: false } kept ? new PropertyValue(kept).WithSecret(value.IsSecret) : null;
        if (!value.TryGetArray(out var list)) return value;
        // An entry of a list stays even if nothing is left of it: the others must keep their places.
        var items = list.Select(item => Pruned(item) ?? new PropertyValue(PropertyMap.Empty)).ToImmutableArray();
        return items.IsEmpty ? null : new PropertyValue(items).WithSecret(value.IsSecret);
    }

    private static PropertyValue Nested(PropertyValue value, Func<PropertyMap, PropertyMap> normal) =>
        value.TryGetMap(out var map) ? new PropertyValue(normal(map)).WithSecret(value.IsSecret) : value;
}
