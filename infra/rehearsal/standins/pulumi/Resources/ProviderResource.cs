using EmbeddedPulumi.Protocol;

namespace Pulumi;

/// <summary>A provider with settings of its own, for resources that name it.</summary>
public class ProviderResource : CustomResource
{
    /// <summary>Declares a provider of a package.</summary>
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : base(TypeTokens.ProviderPrefix + package, name, args, options) => Package = package;

    /// <summary>Declares a provider of a package that has to be registered first.</summary>
    public ProviderResource(
        string package,
        string name,
        ResourceArgs args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : base(TypeTokens.ProviderPrefix + package, name, args, options, registerPackageRequest) => Package = package;

    private protected ProviderResource(string package) => Package = package;

    /// <summary>The name of the package that the provider is for.</summary>
    internal string Package { get; }

    /// <summary>How resources name the provider on the wire: <c>URN::ID</c>, with the sentinel for an unknown id.</summary>
    internal async Task<string> ReferenceAsync()
    {
        var urn = await Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var id = await Id.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        return $"{urn}::{(string.IsNullOrEmpty(id) ? Sentinels.Unknown : id)}";
    }
}
