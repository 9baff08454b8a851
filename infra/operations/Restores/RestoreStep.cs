using System.Collections.Immutable;

namespace PipAi.Operations.Restores;

/// <summary>What happens to a key.</summary>
internal enum RestoreAction
{
    /// <summary>It is as it was.</summary>
    Unchanged,

    /// <summary>The version that it had is written again.</summary>
    Copy,

    /// <summary>It was not there: a delete marker is written.</summary>
    Delete,

    /// <summary>The version that it may have had is kept no longer.</summary>
    NotKept,
}

/// <summary>What is done with one key so that it is what it was.</summary>
/// <param name="Key">The key where it is put.</param>
/// <param name="Action">What is done.</param>
/// <param name="Version">What it was; null where it was not there, or is not known.</param>
/// <param name="Regions">The regions that have this version, the one to ask first at the front.</param>
internal sealed record RestoreStep(string Key, RestoreAction Action, ListedVersion? Version, ImmutableArray<string> Regions)
{
    /// <summary>
    /// What is there now with the same bytes as another version: only its headers and tags can tell whether it is what was.
    /// </summary>
    public ListedVersion? Twin { get; init; }

    /// <summary>Decides.</summary>
    /// <param name="history">All that is known of the key.</param>
    /// <param name="current">What is at the place where it is put; null for nothing.</param>
    /// <param name="at">The time whose state it is to have.</param>
    /// <param name="keptSince">What was overwritten or deleted before this time may be gone; null where every version is kept.</param>
    /// <param name="place">Where it is put, and whether what was not there is deleted.</param>
    public static RestoreStep Of(
        KeyHistory history, ListedVersion? current, DateTimeOffset at, DateTimeOffset? keptSince, (string Key, bool Deletes) place)
    {
        var there = current is { IsMarker: false } ? current : null;
        RestoreStep Step(RestoreAction action, KeptVersion? kept = null) => new(place.Key, action, kept?.Version, kept?.Regions ?? []);
        if (history.At(at) is { Version.IsMarker: false } was)
        {
            if (there is null || !there.HasContentOf(was.Version)) return Step(RestoreAction.Copy, was);
            return there.Id == was.Version.Id ? Step(RestoreAction.Unchanged, was) : Step(RestoreAction.Copy, was) with { Twin = there };
        }

        // A version becomes noncurrent when its successor is written, and goes so many days after that: the oldest that is left may have
        // had a predecessor if it has been there for longer.
        if (history.At(at) is null && history.Versions[^1].Version.Written <= keptSince) return Step(RestoreAction.NotKept);
        return Step(there is not null && place.Deletes ? RestoreAction.Delete : RestoreAction.Unchanged);
    }
}
