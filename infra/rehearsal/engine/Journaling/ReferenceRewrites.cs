using System.Collections.Immutable;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Journaling;

/// <summary>What this run did not touch refers to resources by the names they had, and to some that are gone.</summary>
internal sealed class ReferenceRewrites
{
    private readonly Dictionary<string, string> renamed = new(StringComparer.Ordinal);
    private readonly HashSet<string> gone = new(StringComparer.Ordinal);
    private bool isNew;

    public bool IsEmpty => renamed.Count == 0 && gone.Count == 0;

    /// <summary>From now on a resource has another name; nothing happens when it is the same.</summary>
    public void Rename(string before, string after)
    {
        if (before == after) return;
        renamed[before] = after;
        isNew = true;
    }

    /// <summary>From now on a resource is not there any more.</summary>
    public void Forget(string urn)
    {
        gone.Add(urn);
        isNew = true;
    }

    /// <summary>Whether something was added since the last time this was asked.</summary>
    public bool TakeNew()
    {
        var taken = isNew;
        isNew = false;
        return taken;
    }

    /// <summary>The resource with references to what there is now; itself when there is nothing to change.</summary>
    public ResourceState Apply(ResourceState state) => WithoutGone(Renamed(state));

    private ResourceState Renamed(ResourceState state)
    {
        if (!state.References().Any(renamed.ContainsKey)) return state;
        return state with
        {
            Parent = Now(state.Parent),
            Provider = state.Provider.Length == 0
                ? ""
                : $"{Now(ResourceState.ProviderUrn(state.Provider))}::{ResourceState.ProviderId(state.Provider)}",
            Dependencies = [.. state.Dependencies.Select(Now)],
            PropertyDependencies = ResourceState.NoPropertyDependencies.AddRange(state.PropertyDependencies.Select(entry =>
                KeyValuePair.Create(entry.Key, ImmutableArray.CreateRange(entry.Value, Now)))),
            DeletedWith = Now(state.DeletedWith),
            ReplaceWith = [.. state.ReplaceWith.Select(Now)],
        };
    }

    private ResourceState WithoutGone(ResourceState state)
    {
        if (!state.References().Any(gone.Contains)) return state;
        return state with
        {
            Dependencies = [.. state.Dependencies.Where(urn => !gone.Contains(urn))],
            PropertyDependencies = ResourceState.NoPropertyDependencies.AddRange(state.PropertyDependencies.Select(entry =>
                KeyValuePair.Create(entry.Key, entry.Value.RemoveAll(gone.Contains)))),
            DeletedWith = gone.Contains(state.DeletedWith) ? "" : state.DeletedWith,
            ReplaceWith = [.. state.ReplaceWith.Where(urn => !gone.Contains(urn))],
            Parent = gone.Contains(state.Parent) ? "" : state.Parent,
        };
    }

    private string Now(string urn) => renamed.GetValueOrDefault(urn, urn);
}
