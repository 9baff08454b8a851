using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.Collections;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

/// <summary>Calls functions of providers and methods of resources.</summary>
internal sealed class FunctionCaller(IMonitor monitor, Transforms transforms, EngineLogger log)
{
    private const string Self = "__self__";

    /// <summary>Calls a function unless an argument, or a resource that it waits for, is unknown: then the result is, too.</summary>
    public async Task<Resolved<T>> InvokeOutputAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var serializer = new PropertySerializer(await monitor.SupportsFeatureAsync(Features.ResourceReferences).ConfigureAwait(false));
        var sent = await SerializeAsync(serializer, token, args).ConfigureAwait(false);
        ImmutableHashSet<Resource> explicitResources = options is InvokeOutputOptions { DependsOn: var dependsOn }
            ? [.. await dependsOn.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false)]
            : [];
        var unknown = new Resolved<T>(default!, false, false, []);
        if (sent.ContainsUnknowns) return unknown;
        foreach (var resource in serializer.Resources.Union(explicitResources).Concat(DependencyUrns.Expand(explicitResources)))
        {
            if (resource is CustomResource { Id: { } id } && !(await id.Resolution.ConfigureAwait(false)).IsKnown) return unknown;
        }

        var returned = await InvokeRawAsync(token, sent, options).ConfigureAwait(false);
        return Read<T>(token, returned, [.. serializer.Resources, .. explicitResources]);
    }

    /// <summary>Calls a function with arguments that have to be known.</summary>
    public async Task<T> InvokeAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var serializer = new PropertySerializer(await monitor.SupportsFeatureAsync(Features.ResourceReferences).ConfigureAwait(false));
        var sent = await SerializeAsync(serializer, token, args).ConfigureAwait(false);
        return Read<T>(token, await InvokeRawAsync(token, sent, options).ConfigureAwait(false), []).Value;
    }

    /// <summary>Looks up the state of a resource by its URN.</summary>
    public Task<PropertyMap> GetResourceAsync(string urn) =>
        InvokeRawAsync(TypeTokens.GetResource, PropertyMap.Of(("urn", urn)), new InvokeOptions());

    /// <summary>Calls a method.</summary>
    public async Task<Resolved<T>> CallAsync<T>(string token, CallArgs? args, Resource? self, CallOptions? options)
    {
        var inputs = new Dictionary<string, object?>((args ?? CallArgs.Empty).ToDictionary());
        if (self is not null) inputs[Self] = self;
        var provider = self is not null ? self.Provider : options?.Provider ?? options?.Parent?.GetProvider(token);
        var request = new ResourceCallRequest
        {
            Tok = token,
            Provider = provider is null ? "" : await provider.ReferenceAsync().ConfigureAwait(false),
            Version = (self is not null ? self.Version : options?.Version) ?? "",
            PluginDownloadURL = (self is not null ? self.PluginDownloadURL : options?.PluginDownloadURL) ?? "",
        };
        var sent = new List<KeyValuePair<string, PropertyValue>>();
        var keepOutputs = await monitor.SupportsFeatureAsync(Features.OutputValues).ConfigureAwait(false);
        foreach (var (key, value) in inputs)
        {
            var serializer = new PropertySerializer(keepResources: true, keepOutputs, skipReferences: true);
            sent.Add(KeyValuePair.Create(key, await serializer.SerializeAsync($"call:{token}.{key}", value).ConfigureAwait(false)));
            var urns = await DependencyUrns.OfAsync(serializer.Resources).ConfigureAwait(false);
            request.ArgDependencies.Add(key, new ResourceCallRequest.Types.ArgumentDependencies { Urns = { urns } });
        }

        request.Args = PropertyWire.Encode(PropertyMap.From(sent), new WireOptions { SkipNulls = true });
        var answer = await monitor.CallAsync(request).ConfigureAwait(false);
        ThrowIfFailed("Call", token, answer.Failures);
        var resources = answer.ReturnDependencies.Values.SelectMany(dependencies => dependencies.Urns).Distinct();
        return Read<T>(token, PropertyWire.Decode(answer.Return), [.. resources.Select(urn => new DependencyResource(urn))]);
    }

    private static async Task<PropertyMap> SerializeAsync(PropertySerializer serializer, string token, InvokeArgs? args)
    {
        var sent = await serializer.SerializeAsync($"invoke:{token}", args ?? InvokeArgs.Empty).ConfigureAwait(false);
        return ((PropertyValue.Map)sent).Entries;
    }

    private Resolved<T> Read<T>(string token, PropertyMap returned, ImmutableHashSet<IOrigin> resources) =>
        PropertyReader.Read<T>(returned, $"{token} result", resources, warning => log.Warn(warning));

    private static void ThrowIfFailed(string what, string token, RepeatedField<CheckFailure> failures)
    {
        if (failures.Count == 0) return;
        var reasons = failures.Select(failure => $"{failure.Reason} ({failure.Property})");
        throw new RunException($"{what} of '{token}' failed: {string.Join("; ", reasons)}");
    }

    private async Task<PropertyMap> InvokeRawAsync(string token, PropertyMap args, InvokeOptions? options)
    {
        await transforms.WhenRegisteredAsync().ConfigureAwait(false);
        var provider = options?.Provider ?? options?.Parent?.GetProvider(token);
        var answer = await monitor.InvokeAsync(new ResourceInvokeRequest
        {
            Tok = token,
            Args = PropertyWire.Encode(args),
            Provider = provider is null ? "" : await provider.ReferenceAsync().ConfigureAwait(false),
            Version = options?.Version ?? "",
            PluginDownloadURL = options?.PluginDownloadURL ?? "",
            AcceptResources = true,
        }).ConfigureAwait(false);
        ThrowIfFailed("Invoke", token, answer.Failures);
        return PropertyWire.Decode(answer.Return);
    }
}
