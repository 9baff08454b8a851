using PipAi.Plugins.Properties;

namespace PipAi.Plugins.Diffing;

/// <summary>
/// Turns what a vendor answered into inputs that the engine can store: where the vendor means the same as the program wrote,
/// the program's own spelling is kept (<c>1m</c> stays <c>1m</c> though the vendor says <c>60s</c>), and what was a secret stays one.
/// </summary>
public static class Readback
{
    /// <summary>Merges the values read from the vendor into the inputs known before.</summary>
    /// <param name="known">Inputs as the program wrote them.</param>
    /// <param name="read">The vendor's values, in the package's names.</param>
    /// <param name="normal">Normal form in which the two are compared.</param>
    public static PropertyMap Merge(PropertyMap known, PropertyMap read, Func<PropertyMap, PropertyMap> normal)
    {
        var diff = InputDiff.Between(normal(known), normal(read));
        return diff.IsEmpty ? known : Maps(known, normal(read), diff, "");
    }

    private static PropertyMap Maps(PropertyMap known, PropertyMap read, InputDiff diff, string path)
    {
        var merged = PropertyMap.Empty;
        foreach (var name in known.Keys.Union(read.Keys))
        {
            var child = PropertyPaths.Child(path, name);
            merged = merged.With(name, Values(known.GetValueOrDefault(name), read.GetValueOrDefault(name), diff, child));
        }

        return merged;
    }

    private static PropertyValue? Values(PropertyValue? known, PropertyValue? read, InputDiff diff, string path)
    {
        if (known is not null && !diff.Touches(path)) return known;
        if (read is null || known is null) return read;
        if (known.TryGetMap(out var knownMap) && read.TryGetMap(out var readMap))
            return new PropertyValue(Maps(knownMap, readMap, diff, path)).WithSecret(known.IsSecret);
        if (known.TryGetArray(out var knownList) && read.TryGetArray(out var readList))
        {
            var items = readList.Select((item, i) =>
                i < knownList.Length ? Values(knownList[i], item, diff, PropertyPaths.Item(path, i)) ?? item : item);
            return new PropertyValue(items.ToImmutableArray()).WithSecret(known.IsSecret);
        }

        return read.WithSecret(known.IsSecret);
    }
}
