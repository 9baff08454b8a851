using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Properties;

/// <summary>Compares properties place by place. Secret marks do not count; their values do.</summary>
internal static class PropertyDiff
{
    /// <summary>The places where two maps differ.</summary>
    public static ImmutableSortedDictionary<string, PropertyChange> Between(PropertyMap old, PropertyMap now)
    {
        var changes = ImmutableSortedDictionary.CreateBuilder<string, PropertyChange>(StringComparer.Ordinal);
        if (!ReferenceEquals(old, now)) CompareMaps(old, now, PropertyPath.Root, changes);
        return changes.ToImmutable();
    }

    /// <summary>Whether two values are the same but for secret marks; files are the same when their content is.</summary>
    public static bool Same(PropertyValue? old, PropertyValue? now)
    {
        if (ReferenceEquals(old, now)) return true;
        if (old is null || now is null) return false;
        return (Bare(old), Bare(now)) switch
        {
            (PropertyValue.Map was, PropertyValue.Map map) => SameMaps(was.Entries, map.Entries),
            (PropertyValue.List was, PropertyValue.List list) =>
                was.Items.Length == list.Items.Length && was.Items.Zip(list.Items).All(pair => Same(pair.First, pair.Second)),
            (PropertyValue.Asset { Hash.Length: > 0 } was, PropertyValue.Asset { Hash.Length: > 0 } asset) => was.Hash == asset.Hash,
            (PropertyValue.Archive { Hash.Length: > 0 } was, PropertyValue.Archive { Hash.Length: > 0 } archive) =>
                was.Hash == archive.Hash,
            (PropertyValue.Resource was, PropertyValue.Resource resource) => was.Urn == resource.Urn && was.Id == resource.Id,
            var (was, value) => was.Equals(value),
        };
    }

    public static bool SameMaps(PropertyMap old, PropertyMap now) =>
        ReferenceEquals(old, now)
        || (old.Count == now.Count && old.All(entry => now.TryGetValue(entry.Key, out var value) && Same(entry.Value, value)));

    private static PropertyValue Bare(PropertyValue value) => value switch
    {
        PropertyValue.Secret secret => Bare(secret.Value),
        PropertyValue.Output output => Bare(output.Lowered),
        _ => value,
    };

    private static void CompareMaps(
        PropertyMap old, PropertyMap now, PropertyPath at, ImmutableSortedDictionary<string, PropertyChange>.Builder changes)
    {
        foreach (var (key, value) in old) Compare(value, now.Get(key), at.Then(key), changes);
        foreach (var (key, value) in now)
        {
            if (!old.ContainsKey(key)) Compare(null, value, at.Then(key), changes);
        }
    }

    private static void Compare(
        PropertyValue? old, PropertyValue? now, PropertyPath at, ImmutableSortedDictionary<string, PropertyChange>.Builder changes)
    {
        if (Same(old, now)) return;
        switch (old is null ? null : Bare(old), now is null ? null : Bare(now))
        {
            case (PropertyValue.Map was, PropertyValue.Map map):
                CompareMaps(was.Entries, map.Entries, at, changes);
                break;
            case (PropertyValue.List was, PropertyValue.List list):
                for (var i = 0; i < Math.Max(was.Items.Length, list.Items.Length); i++)
                    Compare(was.Items.ElementAtOrDefault(i), list.Items.ElementAtOrDefault(i), at.Then(i), changes);
                break;
            case (null, _): changes[at.ToString()] = new PropertyChange(PropertyChangeKind.Add, true); break;
            case (_, null): changes[at.ToString()] = new PropertyChange(PropertyChangeKind.Delete, true); break;
            default: changes[at.ToString()] = new PropertyChange(PropertyChangeKind.Update, true); break;
        }
    }
}
