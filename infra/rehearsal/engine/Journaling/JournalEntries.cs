using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Journaling;

/// <summary>
/// Entries of a journal in the order in which they came. Callers may know an entry as they put it here, or as it was rewritten since.
/// </summary>
/// <param name="ids">Counts what the entries stand for; shared by all entries of a journal.</param>
internal sealed class JournalEntries(ProviderIdCounts ids)
{
    private readonly List<ResourceState?> entries = [];
    private readonly Dictionary<ResourceState, int> places = [];

    /// <summary>Places whose entries may still refer to others by names of the past.</summary>
    private List<int> unsettled = [];

    /// <summary>What is there now.</summary>
    public IEnumerable<ResourceState> Present => entries.OfType<ResourceState>();

    public void Add(ResourceState state)
    {
        entries.Add(null);
        Put(entries.Count - 1, state);
    }

    /// <summary>The entry as it is now; null when it is not one of these, or not any more.</summary>
    public ResourceState? Find(ResourceState known) => places.TryGetValue(known, out var place) ? entries[place] : null;

    /// <summary>Puts another version in the place of an entry; false when it is not one of these.</summary>
    public bool TryExchange(ResourceState known, ResourceState after)
    {
        if (!places.Remove(known, out var place)) return false;
        Put(place, after);
        return true;
    }

    /// <summary>Takes an entry out; false when it is not one of these.</summary>
    public bool TryRemove(ResourceState known)
    {
        if (!places.Remove(known, out var place)) return false;
        Clear(place);
        return true;
    }

    /// <summary>Lets entries refer to what there is now, under its name now.</summary>
    /// <param name="rewrites">How.</param>
    /// <param name="all">Whether there is something new to rewrite; otherwise only entries are looked at that came since the last
    /// time.</param>
    public void Rewrite(ReferenceRewrites rewrites, bool all)
    {
        var due = all ? [.. Enumerable.Range(0, entries.Count)] : unsettled;
        unsettled = [];
        if (rewrites.IsEmpty) return;
        foreach (var place in due)
        {
            // What was rewritten is looked at once more: a name may have changed twice.
            if (entries[place] is { } entry && rewrites.Apply(entry) is var rewritten && rewritten != entry) Put(place, rewritten);
        }
    }

    private void Put(int place, ResourceState state)
    {
        Clear(place);
        entries[place] = state;
        places[state] = place;
        ids.Add(state);
        unsettled.Add(place);
    }

    private void Clear(int place)
    {
        if (entries[place] is { } before) ids.Remove(before);
        entries[place] = null;
    }
}
