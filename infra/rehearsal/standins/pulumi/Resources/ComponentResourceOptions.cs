namespace Pulumi;

/// <summary>Options of a component.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    /// <summary>The providers that the component's children use, one for each package.</summary>
    public List<ProviderResource> Providers { get; set; } = [];

    /// <summary>Both options in one: lists are joined, of the rest the second ones win.</summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = options1?.Copy() ?? new ComponentResourceOptions();
        if (options2 is null) return merged;
        merged.Overlay(options2);
        merged.Providers = LastOfEachPackage([.. merged.Providers, .. options2.Providers]);
        return merged;
    }

    internal override ResourceOptions Clone() => Copy();

    private static List<ProviderResource> LastOfEachPackage(IReadOnlyList<ProviderResource> providers) =>
        [.. providers.Reverse().DistinctBy(provider => provider.Package).Reverse()];

    private ComponentResourceOptions Copy() => CopyTo(new ComponentResourceOptions { Providers = [.. Providers] });
}
