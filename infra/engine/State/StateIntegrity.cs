using System.Text.Json;

namespace EmbeddedPulumi.Engine.State;

/// <summary>The rules that every written state keeps, so that what reads it may rely on them.</summary>
internal static class StateIntegrity
{
    /// <exception cref="JsonException">A rule is broken; the message names the resource and the rule.</exception>
    public static void Check(IEnumerable<ResourceState> resources)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var live = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            foreach (var reference in resource.References())
            {
                if (!seen.Contains(reference))
                    throw new JsonException($"resource '{resource.Urn}' refers to '{reference}', which does not stand before it");
            }

            if (!resource.Delete && !live.Add(resource.Urn)) throw new JsonException($"resource '{resource.Urn}' stands in it twice");
            if (!resource.Custom && resource.Id.Length > 0) throw new JsonException($"component '{resource.Urn}' has an id");
            seen.Add(resource.Urn);
        }
    }
}
