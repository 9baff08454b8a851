using System.Collections.Immutable;

namespace PipAi.Operations.Restores;

/// <summary>A version or a delete marker, as a bucket lists it.</summary>
/// <param name="Key">The object's key.</param>
/// <param name="Id">The version's id, which its copies in other regions share.</param>
/// <param name="Written">When it was written. S3 tells whole seconds.</param>
/// <param name="IsMarker">Whether it says that there is no object from then on.</param>
/// <param name="ETag">What tells its content from another; empty for a marker.</param>
/// <param name="Size">Bytes.</param>
/// <param name="StorageClass">Where S3 keeps it.</param>
internal sealed record ListedVersion(
    string Key, string Id, DateTimeOffset Written, bool IsMarker, string ETag = "", long Size = 0, string StorageClass = "STANDARD")
{
    /// <summary>Whether two hold the same bytes. Encrypted with a KMS key, equal bytes have different ETags.</summary>
    public bool HasContentOf(ListedVersion other) => !IsMarker && !other.IsMarker && ETag == other.ETag && Size == other.Size;
}

/// <summary>A version, and in which regions it is.</summary>
internal sealed record KeptVersion(ListedVersion Version, ImmutableArray<string> Regions);

/// <summary>All that is known of a key: what every region still has of it, the newest first.</summary>
internal sealed record KeyHistory(string Key, ImmutableArray<KeptVersion> Versions)
{
    /// <summary>Joins what regions list, by key.</summary>
    /// <param name="listed">Regions and what they list, each key's newest version first; the first region decides what came later where
    /// two were written in the same second.</param>
    public static IEnumerable<KeyHistory> Join(IEnumerable<(string Region, IReadOnlyList<ListedVersion> Versions)> listed) => listed
        .SelectMany(reading => reading.Versions, (reading, version) => (reading.Region, Version: version))
        .GroupBy(found => found.Version.Key)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new KeyHistory(
            group.Key,
            [
                .. group.GroupBy(found => found.Version.Id)
                    .Select(same => new KeptVersion(same.First().Version, [.. same.Select(found => found.Region)]))
                    .OrderByDescending(kept => kept.Version.Written),
            ]));

    /// <summary>What the key was at a time; null where nothing that is kept was written by then.</summary>
    public KeptVersion? At(DateTimeOffset time) => Versions.FirstOrDefault(kept => kept.Version.Written <= time);
}
