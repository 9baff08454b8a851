namespace Pulumi.Serialization;

/// <summary>
/// The resources that a dependency stands for. A component stands for the custom resources below it: it is done when they
/// are.
/// </summary>
internal static class DependencyUrns
{
    /// <summary>URNs of all of them; those not known (in a preview of a removed resource) are left out.</summary>
    public static async Task<HashSet<string>> OfAsync(IEnumerable<Resource> resources)
    {
        var urns = new HashSet<string>();
        foreach (var resource in Expand(resources))
        {
            var urn = await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
            if (!string.IsNullOrEmpty(urn)) urns.Add(urn);
        }

        return urns;
    }

    /// <summary>Custom resources and remote components among the given ones, and below the components among them.</summary>
    public static IEnumerable<Resource> Expand(IEnumerable<Resource> resources)
    {
        var reached = new HashSet<Resource>();
        var waiting = new System.Collections.Generic.Stack<Resource>(resources);
        while (waiting.TryPop(out var resource))
        {
            if (!reached.Add(resource) || resource is not ComponentResource) continue;
            foreach (var child in resource.Children()) waiting.Push(child);
        }

        return reached.Where(resource => resource is CustomResource or ComponentResource { Remote: true });
    }
}
