using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>Which resource of the old state belongs to which registration of this run. Safe to use from all registrations at once.</summary>
internal sealed class ResourceTable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ResourceState> olds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResourceState> untouched;
    private readonly Dictionary<string, Task<ResourceState?>> deletedFirst = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> registered = new(StringComparer.Ordinal);
    private readonly HashSet<string> replaced = new(StringComparer.Ordinal);
    private readonly HashSet<string> skipped = new(StringComparer.Ordinal);

    public ResourceTable(StackState origin)
    {
        foreach (var resource in origin.Resources.Where(resource => !resource.Delete)) olds[resource.Urn] = resource;
        untouched = new Dictionary<string, ResourceState>(olds, StringComparer.Ordinal);
    }

    /// <summary>A registration of this run.</summary>
    /// <param name="State">The resource as it is now; null while it is worked on, or when it failed or was not tried.</param>
    /// <param name="OldUrn">The URN it had in the old state, if it was another one.</param>
    /// <param name="Missing">It failed or was not tried, so nothing can be built on it.</param>
    public sealed record Entry(ResourceState? State, string? OldUrn, bool Missing);

    /// <summary>Takes the old resource of a registration out of what is left to delete.</summary>
    /// <returns>False when the URN was registered before in this run.</returns>
    public bool TryClaim(string urn, IEnumerable<string> aliases, out ResourceState? old, out Task<ResourceState?>? deletion)
    {
        lock (gate)
        {
            (old, deletion) = (null, null);
            if (!registered.TryAdd(urn, new Entry(null, null, false))) return false;
            foreach (var candidate in aliases.Prepend(urn))
            {
                if (!untouched.Remove(candidate, out old)) continue;
                deletion = deletedFirst.GetValueOrDefault(candidate);
                break;
            }

            return true;
        }
    }

    /// <summary>Takes a resource that is to be deleted before something it depends on, unless a registration has it already.</summary>
    public bool TryDeleteFirst(ResourceState old, Task<ResourceState?> deletion)
    {
        lock (gate)
        {
            if (!untouched.TryGetValue(old.Urn, out var found) || found != old || deletedFirst.ContainsKey(old.Urn)) return false;
            deletedFirst[old.Urn] = deletion;
            return true;
        }
    }

    /// <summary>The old resource that is left under a URN, or null.</summary>
    public bool IsUntouched(ResourceState old)
    {
        lock (gate) return untouched.TryGetValue(old.Urn, out var found) && found == old && !deletedFirst.ContainsKey(old.Urn);
    }

    public void Complete(string urn, ResourceState state, string? oldUrn)
    {
        lock (gate) registered[urn] = new Entry(state, oldUrn == urn ? null : oldUrn, false);
    }

    public void Miss(string urn)
    {
        lock (gate) registered[urn] = new Entry(null, null, true);
    }

    public Entry? Find(string urn)
    {
        lock (gate) return registered.GetValueOrDefault(urn);
    }

    public void NoteReplaced(string urn)
    {
        lock (gate) replaced.Add(urn);
    }

    public bool WasReplaced(string urn)
    {
        lock (gate) return replaced.Contains(urn);
    }

    /// <summary>A state that refers to what this run does not know would be refused by whoever reads it.</summary>
    /// <exception cref="EngineException">The run has not registered one of these URNs.</exception>
    public void Require(string name, IEnumerable<string> urns)
    {
        if (urns.FirstOrDefault(urn => Find(urn) is null) is { } unknown)
            throw new EngineException(ExitCategory.Failed, ErrorCodes.ProgramNotStarted, $"'{name}' refers to '{unknown}', which the program has not registered in this run.");
    }

    /// <summary>Notes a resource that does not exist and is not made either, since it is no target.</summary>
    public void NoteSkipped(string urn)
    {
        lock (gate) skipped.Add(urn);
    }

    public bool WasSkipped(string urn)
    {
        lock (gate) return skipped.Contains(urn);
    }

    /// <summary>The URNs that no registration has claimed.</summary>
    public IReadOnlySet<string> Unclaimed
    {
        get
        {
            lock (gate) return untouched.Keys.ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>A resource by URN: as this run made it, or as it was.</summary>
    public ResourceState? Known(string urn)
    {
        lock (gate) return registered.GetValueOrDefault(urn)?.State ?? olds.GetValueOrDefault(urn);
    }
}
