using EmbeddedPulumi.Protocol;
using Google.Protobuf.Collections;
using Pulumi.Serialization;
using Wire = Pulumirpc.TransformResourceOptions;

namespace Pulumi;

/// <summary>Options as they travel to and from transforms.</summary>
internal static class TransformOptionsWire
{
    public static ResourceOptions Read(Pulumirpc.TransformRequest request)
    {
        var wire = request.Options ?? new Wire();
        ResourceOptions options = request.Custom
            ? new CustomResourceOptions
            {
                DeleteBeforeReplace = wire.HasDeleteBeforeReplace ? wire.DeleteBeforeReplace : null,
                AdditionalSecretOutputs = [.. wire.AdditionalSecretOutputs],
                ImportId = Given(wire.Import),
            }
            : new ComponentResourceOptions
            {
                Providers = [.. wire.Providers.Values.Select(provider => new DependencyProviderResource(provider))],
            };
        options.Aliases = [.. wire.Aliases.Select(alias => (Input<Alias>)Alias.From(alias))];
        options.CustomTimeouts = CustomTimeouts.From(wire.CustomTimeouts);
        options.DeletedWith = Refer(wire.DeletedWith);
        options.ReplaceWith = wire.ReplaceWith.Select(urn => (Resource)new DependencyResource(urn)).ToList();
        options.DependsOn = wire.DependsOn.Select(urn => (Resource)new DependencyResource(urn)).ToList();
        options.IgnoreChanges = [.. wire.IgnoreChanges];
        options.Parent = Refer(request.Parent);
        options.PluginDownloadURL = Given(wire.PluginDownloadUrl);
        options.Protect = wire.HasProtect ? wire.Protect : null;
        options.Provider = Given(wire.Provider) is { } provider ? new DependencyProviderResource(provider) : null;
        options.ReplaceOnChanges = [.. wire.ReplaceOnChanges];
        options.RetainOnDelete = wire.HasRetainOnDelete ? wire.RetainOnDelete : null;
        options.Version = Given(wire.Version);
        options.HideDiffs = [.. wire.HideDiff];
        if (wire.ReplacementTrigger is { } trigger && TransformValues.Read(PropertyWire.Decode(trigger)) is { } value)
            options.ReplacementTrigger = value;
        return options;
    }

    public static async Task<Wire> WriteAsync(ResourceOptions options)
    {
        var wire = new Wire
        {
            CustomTimeouts = options.CustomTimeouts?.ToWire(),
            DeletedWith = options.DeletedWith is { } with ? await UrnAsync(with).ConfigureAwait(false) : "",
            PluginDownloadUrl = options.PluginDownloadURL ?? "",
            Provider = options.Provider is { } provider ? await provider.ReferenceAsync().ConfigureAwait(false) : "",
            Version = options.Version ?? "",
            IgnoreChanges = { options.IgnoreChanges },
            ReplaceOnChanges = { options.ReplaceOnChanges },
            HideDiff = { options.HideDiffs },
        };
        if (options.Protect is { } protect) wire.Protect = protect;
        if (options.RetainOnDelete is { } retain) wire.RetainOnDelete = retain;
        await AddUrnsAsync(wire.DependsOn, options.DependsOn).ConfigureAwait(false);
        await AddUrnsAsync(wire.ReplaceWith, options.ReplaceWith).ConfigureAwait(false);
        foreach (var input in options.Aliases)
        {
            var alias = await input.ToOutput().Resolution.ConfigureAwait(false);
            if (alias.IsKnown) wire.Aliases.Add(await alias.Value.ToWireAsync().ConfigureAwait(false));
        }

        if (options.ReplacementTrigger is { } trigger)
        {
            var serializer = new PropertySerializer(keepResources: true, keepOutputs: true);
            wire.ReplacementTrigger = PropertyWire.Encode(
                await serializer.SerializeAsync("ReplacementTrigger", trigger).ConfigureAwait(false));
        }

        await AddOwnAsync(wire, options).ConfigureAwait(false);
        return wire;
    }

    private static async Task AddOwnAsync(Wire wire, ResourceOptions options)
    {
        if (options is CustomResourceOptions custom)
        {
            if (custom.DeleteBeforeReplace is { } first) wire.DeleteBeforeReplace = first;
            wire.AdditionalSecretOutputs.Add(custom.AdditionalSecretOutputs);
            wire.Import = custom.ImportId ?? "";
        }
        else if (options is ComponentResourceOptions component)
        {
            foreach (var provider in component.Providers)
                wire.Providers[provider.Package] = await provider.ReferenceAsync().ConfigureAwait(false);
        }
    }

    private static async Task AddUrnsAsync(RepeatedField<string> urns, InputList<Resource> resources)
    {
        foreach (var resource in await resources.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false))
        {
            var urn = await UrnAsync(resource).ConfigureAwait(false);
            if (urn.Length > 0) urns.Add(urn);
        }
    }

    private static Task<string> UrnAsync(Resource resource) => resource.Urn.GetValueAsync(whenUnknown: "");

    private static string? Given(string text) => text.Length == 0 ? null : text;

    private static DependencyResource? Refer(string urn) => urn.Length == 0 ? null : new DependencyResource(urn);
}
