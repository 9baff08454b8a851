using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>
/// Which resource of the old state belongs to which registration of this run. Safe to use from all registrations at once.
/// </summary>
internal sealed class ResourceTable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ResourceState> olds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResourceState> untouched;
    private readonly Dictionary<string, Task<ResourceState?>> deletedFirst = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> registered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> aliased = new(StringComparer.Ordinal);
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
    /// <returns>Why the registration is refused; null when it is not.</returns>
    public string? Claim(string urn, IEnumerable<string> aliases, out ResourceState? old, out Task<ResourceState?>? deletion)
    {
        lock (gate)
        {
            (old, deletion) = (null, null);
            var name = Protocol.Urn.Parse(urn).Name;
            if (!registered.TryAdd(urn, new Entry(null, null, false)))
                return $"Duplicate resource URN '{urn}': two resources of one type have the name '{name}'. Give one another name.";
            if (aliased.TryGetValue(urn, out var taker))
                return $"Duplicate resource URN '{urn}': '{taker}' has it as an alias. Take off that alias, or give '{name}' another name.";
            if (aliases.Prepend(urn).FirstOrDefault(olds.ContainsKey) is not { } known) return null;
            if (known != urn)
            {
                if (registered.ContainsKey(known)) return Taken(known, known);
                if (!aliased.TryAdd(known, urn)) return Taken(known, aliased[known]);
            }

            if (untouched.Remove(known, out old)) deletion = deletedFirst.GetValueOrDefault(known);
            return null;

            string Taken(string alias, string other) =>
                $"Duplicate resource alias '{alias}' of '{urn}': '{other}' is that resource. Take off the alias.";
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

    /// <summary>A state that refers to what this run does not know would be refused by the next program that reads it.</summary>
    /// <exception cref="EngineException">The run has not registered one of these URNs.</exception>
    public void Require(string name, IEnumerable<string> urns)
    {
        if (urns.FirstOrDefault(urn => Find(urn) is null) is { } unknown)
            throw new EngineException(
                ExitCategory.Failed, ErrorCodes.ProgramNotStarted,
                $"'{name}' refers to '{unknown}', which the program has not registered in this run.");
    }

    /// <summary>Notes a resource that does not exist and is not made either, since it is no target.</summary>
    public void NoteSkipped(string urn)
    {
        lock (gate) skipped.Add(urn);
    }

    /// <summary>The resources that this run leaves out although the program registers them.</summary>
    public IReadOnlyCollection<string> Skipped
    {
        get
        {
            lock (gate) return [.. skipped];
        }
    }

    public bool WasSkipped(string urn)
    {
        lock (gate) return skipped.Contains(urn);
    }

    /// <summary>
    /// Whether a resource, or for a component anything in it, is not made yet, so that nothing can be asked that depends on it.
    /// </summary>
    public bool IsUnresolved(string urn)
    {
        lock (gate)
            return IsOpen(urn) || registered.Values.Any(entry => entry.State is { } state && IsOpen(state.Urn) && IsBelow(state, urn));

        bool IsOpen(string candidate) =>
            registered.GetValueOrDefault(candidate) is not { State: { } state } || state is { Custom: true, Id.Length: 0 };
        bool IsBelow(ResourceState state, string root) =>
            state.Parent == root
                || (registered.GetValueOrDefault(state.Parent)?.State is { Custom: false } parent && IsBelow(parent, root));
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
