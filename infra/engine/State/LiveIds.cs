using System.Runtime.InteropServices;

namespace EmbeddedPulumi.Engine.State;

/// <summary>How many entries stand for what a provider knows by one id: two of them mean the same resource, under two names.</summary>
internal sealed class LiveIds
{
    private readonly Dictionary<(string Type, string Id), int> counts = [];

    public void Add(ResourceState entry) => Count(entry, 1);

    public void Remove(ResourceState entry) => Count(entry, -1);

    /// <summary>Whether an entry stands for the same as this resource does, other than the resource's own entry, if it has one.</summary>
    public bool HasAnother(ResourceState resource, ResourceState? own)
    {
        var isOwnCounted = own is not null && IsLive(own) && own.Type == resource.Type && own.Id == resource.Id;
        return counts.GetValueOrDefault((resource.Type, resource.Id)) > (isOwnCounted ? 1 : 0);
    }

    /// <summary>What is deleted already, or was only read, is not the stack's to keep.</summary>
    private static bool IsLive(ResourceState entry) => entry is { PendingReplacement: false, External: false };

    private void Count(ResourceState entry, int change)
    {
        if (IsLive(entry)) CollectionsMarshal.GetValueRefOrAddDefault(counts, (entry.Type, entry.Id), out _) += change;
    }
}
