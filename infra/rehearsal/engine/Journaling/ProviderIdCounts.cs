using System.Runtime.InteropServices;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Journaling;

/// <summary>
/// The entries that stand for what a provider knows by one id: two of them mean the same resource, under two names. In another region, as
/// the resource says, or at another provider what has the same id is something else, unless it is the same resource's next.
/// </summary>
internal sealed class ProviderIdCounts
{
    private readonly Dictionary<(string Type, string Id, string Region), List<ResourceState>> entries = [];

    public void Add(ResourceState entry)
    {
        if (IsLive(entry)) (CollectionsMarshal.GetValueRefOrAddDefault(entries, KeyOf(entry), out _) ??= []).Add(entry);
    }

    public void Remove(ResourceState entry) => entries.GetValueOrDefault(KeyOf(entry))?.Remove(entry);

    /// <summary>Whether an entry stands for the same as this resource does, other than the resource's own entry, if it has one.</summary>
    public bool HasAnother(ResourceState resource, ResourceState? own) => entries.GetValueOrDefault(KeyOf(resource))?.Exists(entry =>
        entry != own && (entry.Urn == resource.Urn || ProviderOf(entry) == ProviderOf(resource))) is true;

    /// <summary>What is deleted already, or was only read, is not the stack's to keep; a component is nobody's.</summary>
    private static bool IsLive(ResourceState entry) => entry is { Custom: true, PendingReplacement: false, External: false };

    private static (string Type, string Id, string Region) KeyOf(ResourceState entry) =>
        (entry.Type, entry.Id, ((entry.Outputs.Get("region") ?? entry.Inputs.Get("region")) as PropertyValue.Text)?.Value ?? "");

    private static string ProviderOf(ResourceState entry) => entry.Provider.Length == 0 ? "" : ResourceState.ProviderUrn(entry.Provider);
}
