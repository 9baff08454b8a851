using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Properties;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Providers;

/// <summary>Reads a provider's Diff.</summary>
internal static class DiffReading
{
    public static DiffAnswer Of(DiffResponse response) => new()
    {
        Changed = response.Changes switch
        {
            DiffResponse.Types.DiffChanges.DiffNone => false,
            DiffResponse.Types.DiffChanges.DiffSome => true,
            _ => null,
        },
        Replaces = [.. response.Replaces],
        Stables = [.. response.Stables],
        Diffs = [.. response.Diffs],
        DeleteBeforeReplace = response.DeleteBeforeReplace,
        // The C# provider SDK fills the map without setting the flag; an empty map says nothing either way.
        Detailed = response.DetailedDiff
            .Select(
                entry => KeyValuePair.Create(entry.Key, new PropertyChange((PropertyChangeKind)entry.Value.Kind, entry.Value.InputDiff)))
            .ToImmutableSortedDictionary(StringComparer.Ordinal),
    };
}
