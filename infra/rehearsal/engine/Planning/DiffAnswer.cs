using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Properties;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>A provider's answer to Diff.</summary>
internal sealed record DiffAnswer
{
    /// <summary>Whether anything differs; null leaves the comparison to the engine.</summary>
    public bool? Changed { get; init; }

    /// <summary>The provider could not tell, because its configuration is not known yet.</summary>
    public bool Unavailable { get; init; }
    public ImmutableArray<string> Replaces { get; init; } = [];

    /// <summary>Whether it is the provider that makes a replacement necessary.</summary>
    public bool Replace => !Replaces.IsEmpty || Detailed.Values.Any(change => change.IsReplacement);

    public ImmutableArray<string> Stables { get; init; } = [];
    public ImmutableArray<string> Diffs { get; init; } = [];
    public bool DeleteBeforeReplace { get; init; }

    /// <summary>By property path; empty when the provider gave none.</summary>
    public ImmutableSortedDictionary<string, PropertyChange> Detailed { get; init; } =
        ImmutableSortedDictionary<string, PropertyChange>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Reads a provider's answer.</summary>
    public static DiffAnswer From(DiffResponse response) => new()
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
