using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Something that a deployment looks after: a custom resource, a component or the stack.</summary>
public class Resource : IOrigin
{
    private readonly string type;
    private readonly string name;
    private readonly HashSet<Resource> children = [];
    private readonly bool? protect;
    private readonly ImmutableArray<ResourceTransformation> transformations = [];
    private readonly ImmutableDictionary<string, ProviderResource> providers = ImmutableDictionary<string, ProviderResource>.Empty;

    private protected Resource(
        string type,
        string name,
        bool custom,
        ResourceArgs args,
        ResourceOptions options,
        bool remote = false,
        RegisterPackageRequest? package = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(name);
        this.type = type;
        this.name = name;
        SourcePackage = package;
        // A component fills its own properties itself, unless a provider constructs it.
        var isFilledHere = this is ComponentResource && options.Urn is null && !remote;
        Slots = OutputProperty.OpenAll(this, isFilledHere ? typeof(Resource) : GetType());

        var parent = options.Parent ?? (this is Stack || options.Urn is not null ? null : DeclarationContext.Running.Root);
        transformations = [.. options.ResourceTransformations, .. parent?.transformations ?? []];
        (args, options) = Transform(args, options);
        options = options.Clone();
        if (options is ComponentResourceOptions { Provider: not null, Providers.Count: > 0 })
        {
            throw new ResourceException(
                "Do not supply both 'provider' and 'providers' options to a ComponentResource.", options.Parent);
        }

        if (options.Parent is { } explicitParent)
        {
            explicitParent.Adopt(this);
            options.Protect ??= explicitParent.protect;
            providers = explicitParent.providers;
        }

        if (custom) options.Provider ??= options.Parent?.GetProvider(type);
        providers = providers.SetItems(OwnProviders(custom, options));
        protect = options.Protect;
        Provider = custom ? options.Provider : null;
        Version = options.Version;
        PluginDownloadURL = options.PluginDownloadURL;
        Aliases = [.. options.Aliases.Select(alias => AliasUrns.Collapse(alias, name, type, options.Parent))];
        DeclarationContext.Running.Declare(this, remote, args, options);
    }

    /// <summary>A resource that stands for one that this program did not declare.</summary>
    private protected Resource()
    {
        type = name = "";
        Slots = ImmutableDictionary<string, OutputSlot>.Empty;
        Aliases = [];
    }

    /// <summary>The resource's identity in its stack.</summary>
    [Output("urn")]
    public Output<string> Urn { get; private protected set; } = null!;

    internal ImmutableDictionary<string, OutputSlot> Slots { get; }

    internal ImmutableArray<Output<string>> Aliases { get; }

    internal ProviderResource? Provider { get; }

    internal RegisterPackageRequest? SourcePackage { get; }

    internal string? Version { get; }

    internal string? PluginDownloadURL { get; }

    /// <summary>The resource's type token.</summary>
    public string GetResourceType() => type;

    /// <summary>The name that the program gave the resource.</summary>
    public string GetResourceName() => name;

    /// <summary>The resources that name this one as their parent, so far.</summary>
    internal ImmutableArray<Resource> Children()
    {
        lock (children) return [.. children];
    }

    /// <summary>The provider that children of this resource use for a type or function, unless they name another.</summary>
    internal ProviderResource? GetProvider(string token) =>
        token.Split(':') is [var package, _, _] ? providers.GetValueOrDefault(package) : null;

    private static IEnumerable<KeyValuePair<string, ProviderResource>> OwnProviders(bool custom, ResourceOptions options)
    {
        if (options.Provider is { } one) return [KeyValuePair.Create(one.Package, one)];
        return custom || options is not ComponentResourceOptions component
            ? []
            : component.Providers.Select(provider => KeyValuePair.Create(provider.Package, provider));
    }

    private (ResourceArgs Args, ResourceOptions Options) Transform(ResourceArgs args, ResourceOptions options)
    {
        var parent = options.Parent;
        foreach (var transformation in transformations)
        {
            if (transformation(new ResourceTransformationArgs(this, args, options)) is not { } result) continue;
            if (result.Options.Parent != parent)
                throw new ArgumentException("Transformations cannot currently be used to change the 'parent' of a resource.");
            (args, options) = (result.Args, result.Options);
        }

        return (args, options);
    }

    private void Adopt(Resource child)
    {
        lock (children) children.Add(child);
    }
}
