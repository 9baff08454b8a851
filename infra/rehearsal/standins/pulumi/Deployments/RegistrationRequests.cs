using EmbeddedPulumi.Protocol;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

/// <summary>Writes the engine's requests for a resource, once everything that they need is known.</summary>
internal sealed class RegistrationRequests(IMonitor monitor, Transforms transforms)
{
    private readonly PackageReferences packages = new(monitor);

    public async Task<RegisterResourceRequest> RegisterAsync(
        Resource resource, bool remote, ResourceArgs args, ResourceOptions options)
    {
        var explicitResources = await options.DependsOn.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);
        var inputs = await InputsAsync(resource, remote, args).ConfigureAwait(false);
        var custom = options as CustomResourceOptions;
        var request = new RegisterResourceRequest
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Parent = await ParentAsync(resource, options).ConfigureAwait(false),
            Custom = resource is CustomResource,
            Remote = remote,
            Object = inputs.Properties,
            Provider = await ProviderAsync(resource, options).ConfigureAwait(false),
            Version = options.Version ?? "",
            PluginDownloadURL = options.PluginDownloadURL ?? "",
            PackageRef = await packages.OfAsync(resource.SourcePackage).ConfigureAwait(false),
            ImportId = custom?.ImportId ?? "",
            DeletedWith = await DeletedWithAsync(options).ConfigureAwait(false),
            CustomTimeouts = options.CustomTimeouts?.ToWire(),
            DeleteBeforeReplace = custom?.DeleteBeforeReplace ?? false,
            DeleteBeforeReplaceDefined = custom?.DeleteBeforeReplace is not null,
            IgnoreChanges = { options.IgnoreChanges },
            Transforms = { await transforms.OfferAsync(options.ResourceTransforms).ConfigureAwait(false) },
            HideDiffs = { options.HideDiffs },
            AdditionalSecretOutputs = { custom?.AdditionalSecretOutputs ?? [] },
            ReplaceOnChanges = { custom?.ReplaceOnChanges ?? [] },
            EnvVarMappings = { custom?.EnvVarMappings ?? [] },
            AcceptSecrets = true,
            AcceptResources = true,
            SupportsResultReporting = true,
            Hooks = new RegisterResourceRequest.Types.ResourceHooksBinding(),
        };
        if (options.Protect is { } protect) request.Protect = protect;
        if (options.RetainOnDelete is { } retain) request.RetainOnDelete = retain;
        await AddDependenciesAsync(request, explicitResources, inputs).ConfigureAwait(false);
        await AddReplacementAsync(request, options).ConfigureAwait(false);
        await AddAliasesAsync(request, resource, options).ConfigureAwait(false);
        if (remote) await AddProvidersAsync(request, (ComponentResourceOptions)options).ConfigureAwait(false);
        return request;
    }

    public async Task<ReadResourceRequest> ReadAsync(CustomResource resource, string id, ResourceArgs args, ResourceOptions options)
    {
        var explicitResources = await options.DependsOn.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);
        var inputs = await InputsAsync(resource, remote: false, args).ConfigureAwait(false);
        var all = inputs.Resources.Values.SelectMany(resources => resources).Concat(explicitResources);
        return new ReadResourceRequest
        {
            Id = id,
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Parent = await ParentAsync(resource, options).ConfigureAwait(false),
            Provider = await ProviderAsync(resource, options).ConfigureAwait(false),
            Properties = inputs.Properties,
            Dependencies = { await DependencyUrns.OfAsync(all).ConfigureAwait(false) },
            Version = options.Version ?? "",
            PackageRef = await packages.OfAsync(resource.SourcePackage).ConfigureAwait(false),
            AcceptSecrets = true,
            AcceptResources = true,
        };
    }

    private static async Task<string> ParentAsync(Resource resource, ResourceOptions options)
    {
        if (resource is Stack) return "";
        return await (options.Parent ?? DeclarationContext.Running.Root).Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
    }

    private static async Task<string> ProviderAsync(Resource resource, ResourceOptions options) =>
        resource is CustomResource && options.Provider is { } provider ? await provider.ReferenceAsync().ConfigureAwait(false) : "";

    private static async Task AddDependenciesAsync(RegisterResourceRequest request, IEnumerable<Resource> explicitResources, Inputs inputs)
    {
        var all = await DependencyUrns.OfAsync(explicitResources).ConfigureAwait(false);
        foreach (var (property, resources) in inputs.Resources)
        {
            var urns = await DependencyUrns.OfAsync(resources).ConfigureAwait(false);
            all.UnionWith(urns);
            request.PropertyDependencies.Add(property, new RegisterResourceRequest.Types.PropertyDependencies { Urns = { urns } });
        }

        request.Dependencies.Add(all);
    }

    private static async Task AddProvidersAsync(RegisterResourceRequest request, ComponentResourceOptions options)
    {
        var providers = options.Provider is { } one ? options.Providers.Append(one) : options.Providers;
        foreach (var provider in providers.DistinctBy(provider => provider.Package))
            request.Providers.Add(provider.Package, await provider.ReferenceAsync().ConfigureAwait(false));
    }

    private async Task<Inputs> InputsAsync(Resource resource, bool remote, ResourceArgs args)
    {
        var keepResources = await monitor.SupportsFeatureAsync(Features.ResourceReferences).ConfigureAwait(false);
        var keepOutputs = remote && await monitor.SupportsFeatureAsync(Features.OutputValues).ConfigureAwait(false);
        var properties = new List<KeyValuePair<string, PropertyValue>>();
        var resources = new Dictionary<string, HashSet<Resource>>();
        foreach (var (key, value) in args.ToDictionary())
        {
            if (key is "id" or "urn") continue; // the engine's own
            var serializer = new PropertySerializer(keepResources, keepOutputs, skipReferences: remote && keepResources);
            var path = $"resource:{resource.GetResourceName()}[{resource.GetResourceType()}].{key}";
            var property = await serializer.SerializeAsync(path, value).ConfigureAwait(false);
            if (property is PropertyValue.Null) continue;
            properties.Add(KeyValuePair.Create(key, property));
            resources.Add(key, serializer.Resources);
        }

        return new Inputs(PropertyWire.Encode(PropertyMap.From(properties)), resources);
    }

    private async Task<string> DeletedWithAsync(ResourceOptions options)
    {
        if (options.DeletedWith is null) return "";
        await RequireAsync(Features.DeletedWith, "the DeletedWith option").ConfigureAwait(false);
        return await options.DeletedWith.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
    }

    private async Task AddReplacementAsync(RegisterResourceRequest request, ResourceOptions options)
    {
        var replaceWith = await options.ReplaceWith.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);
        if (!replaceWith.IsEmpty) await RequireAsync(Features.ReplaceWith, "the ReplaceWith option").ConfigureAwait(false);
        foreach (var resource in replaceWith)
        {
            var urn = await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
            if (urn.Length > 0) request.ReplaceWith.Add(urn);
        }

        if (options.ReplacementTrigger is not { } trigger) return;
        var keepResources = await monitor.SupportsFeatureAsync(Features.ResourceReferences).ConfigureAwait(false);
        var value = await new PropertySerializer(keepResources).SerializeAsync("replacementTrigger", trigger).ConfigureAwait(false);
        request.ReplacementTrigger = PropertyWire.Encode(value);
    }

    private async Task AddAliasesAsync(RegisterResourceRequest request, Resource resource, ResourceOptions options)
    {
        if (await monitor.SupportsFeatureAsync(Features.AliasSpecs).ConfigureAwait(false))
        {
            foreach (var input in options.Aliases)
            {
                var alias = await input.ToOutput().Resolution.ConfigureAwait(false);
                if (alias.IsKnown) request.Aliases.Add(await alias.Value.ToWireAsync().ConfigureAwait(false));
            }

            return;
        }

        foreach (var output in AliasUrns.All(resource, options))
        {
            var urn = await output.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
            if (urn.Length > 0 && !request.AliasURNs.Contains(urn)) request.AliasURNs.Add(urn);
        }
    }

    private async Task RequireAsync(string feature, string what)
    {
        if (!await monitor.SupportsFeatureAsync(feature).ConfigureAwait(false))
            throw new InvalidOperationException($"The Pulumi CLI does not support {what}. Please update the Pulumi CLI.");
    }

    private sealed record Inputs(Google.Protobuf.WellKnownTypes.Struct Properties, Dictionary<string, HashSet<Resource>> Resources);
}
