using System.Runtime.InteropServices;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.State;

/// <summary>
/// How many entries stand for what a provider knows by one id: two of them mean the same resource, under two names. In another region, as
/// the resource says, or at another provider what has the same id is something else, unless it is the same resource's next.
/// </summary>
internal sealed class LiveIds
{
    private readonly Dictionary<Identity, int> counts = [];
    private readonly Dictionary<(string Urn, Identity Identity), int> generations = [];

    public void Add(ResourceState entry) => Count(entry, 1);

    public void Remove(ResourceState entry) => Count(entry, -1);

    /// <summary>Whether an entry stands for the same as this resource does, other than the resource's own entry, if it has one.</summary>
    public bool HasAnother(ResourceState resource, ResourceState? own)
    {
        var identity = Identity.Of(resource);
        var generation = (resource.Urn, identity.Anywhere);
        var isOwnCounted = own is not null && IsLive(own);
        var ofIdentity = isOwnCounted && Identity.Of(own!) == identity ? 1 : 0;
        var ofGeneration = isOwnCounted && (own!.Urn, Identity.Of(own).Anywhere) == generation ? 1 : 0;
        return counts.GetValueOrDefault(identity) > ofIdentity || generations.GetValueOrDefault(generation) > ofGeneration;
    }

    /// <summary>What is deleted already, or was only read, is not the stack's to keep.</summary>
    private static bool IsLive(ResourceState entry) => entry is { PendingReplacement: false, External: false };

    private void Count(ResourceState entry, int change)
    {
        if (!IsLive(entry)) return;
        CollectionsMarshal.GetValueRefOrAddDefault(counts, Identity.Of(entry), out _) += change;
        CollectionsMarshal.GetValueRefOrAddDefault(generations, (entry.Urn, Identity.Of(entry).Anywhere), out _) += change;
    }

    private readonly record struct Identity(string Type, string Id, string Provider, string Region)
    {
        /// <summary>The same whichever provider it is at, as the next of a resource may be.</summary>
        public Identity Anywhere => this with { Provider = "" };

        public static Identity Of(ResourceState entry) => new(
            entry.Type,
            entry.Id,
            entry.Provider.Length == 0 ? "" : ResourceState.ProviderUrn(entry.Provider),
            ((entry.Outputs.Get("region") ?? entry.Inputs.Get("region")) as PropertyValue.Text)?.Value ?? "");
    }
}
