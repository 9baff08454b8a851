

namespace EmbeddedPulumi.Engine.State;

/// <summary>The rules that every written state keeps, so that what reads it may rely on them.</summary>
internal static class StateIntegrity
{
    /// <exception cref="StateRuleException">A rule is broken; the message names the resource and the rule.</exception>
    public static void Check(IEnumerable<ResourceState> resources)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var live = new HashSet<string>(StringComparer.Ordinal);
        var providers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            foreach (var reference in resource.References())
            {
                if (!seen.Contains(reference))
                    throw new StateRuleException($"resource '{resource.Urn}' refers to '{reference}', which does not stand before it");
            }

            if (!resource.Delete && !live.Add(resource.Urn)) throw new StateRuleException($"resource '{resource.Urn}' stands in it twice");
            if (!resource.Custom && resource.Id.Length > 0) throw new StateRuleException($"component '{resource.Urn}' has an id");
            if (resource is { Custom: true, PendingReplacement: false, Id.Length: 0 })
                throw new StateRuleException($"resource '{resource.Urn}' has no id");
            if (resource is { Provider.Length: > 0, PendingReplacement: false } && !providers.Contains(resource.Provider))
                throw new StateRuleException(
                    $"resource '{resource.Urn}' is of the provider '{resource.Provider}', which does not stand before it");
            if (resource.IsProvider) providers.Add(resource.Reference);
            seen.Add(resource.Urn);
        }
    }
}
