using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

/// <summary>Registers resources with the engine, or reads existing ones, and fills their outputs from the answers.</summary>
internal sealed class ResourceRegistrar(IMonitor monitor, FunctionCaller functions, Transforms transforms, EngineLogger log, bool isDryRun)
{
    private readonly RegistrationRequests requests = new(monitor, transforms);

    /// <summary>Registers or reads a resource. Whatever happens, every output of it is filled or failed in the end.</summary>
    public async Task CompleteAsync(Resource resource, bool remote, ResourceArgs args, ResourceOptions options)
    {
        try
        {
            var answer = await ReadOrRegisterAsync(resource, remote, args, options).ConfigureAwait(false);
            Fill(resource, answer);
            // In a preview, and after a failure, what the engine did not tell is unknown; in an update it is known to be nothing.
            foreach (var slot in resource.Slots.Values) slot.FillDefault(isKnown: !isDryRun && answer.Result == Result.Success);
        }
        catch (Exception failure)
        {
            foreach (var slot in resource.Slots.Values) slot.Fail(failure);
            throw;
        }
    }

    /// <summary>Tells the engine the outputs of a component or of the stack.</summary>
    public async Task RegisterOutputsAsync(Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        var urn = await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var values = await outputs.GetValueAsync(whenUnknown: ImmutableDictionary<string, object?>.Empty).ConfigureAwait(false);
        var keepResources = await monitor.SupportsFeatureAsync(Features.ResourceReferences).ConfigureAwait(false);
        var serialized = await new PropertySerializer(keepResources).SerializeAsync("outputs", values).ConfigureAwait(false);
        await monitor.RegisterResourceOutputsAsync(new RegisterResourceOutputsRequest
        {
            Urn = urn,
            Outputs = PropertyWire.Encode(((PropertyValue.Map)serialized).Entries),
        }).ConfigureAwait(false);
    }

    private void Fill(Resource resource, Answer answer)
    {
        foreach (var (name, slot) in resource.Slots)
        {
            if (name == "urn")
            {
                slot.Fill(Resolved<object?>.Plain(answer.Urn));
            }
            else if (name == "id" && resource is CustomResource)
            {
                slot.Fill(new Resolved<object?>(answer.Id, answer.Id.Length > 0, false, []));
            }
            else if (answer.State.Get(name) is { } value)
            {
                var context = $"{resource.GetType().FullName}.{name}";
                var dependencies = answer.Dependencies.GetValueOrDefault(name) ?? [];
                slot.Fill(PropertyReader.Read(value, slot.Type, context, dependencies, warning => log.Warn(warning, resource)));
            }
        }
    }

    private async Task<Answer> ReadOrRegisterAsync(Resource resource, bool remote, ResourceArgs args, ResourceOptions options)
    {
        if (options.Urn is not null) return await LookUpAsync(options.Urn).ConfigureAwait(false);
        var id = options.Id is null ? "" : await options.Id.ToOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        if (string.IsNullOrEmpty(id)) return await RegisterAsync(resource, remote, args, options).ConfigureAwait(false);
        return resource is CustomResource custom
            ? await ReadAsync(custom, id, args, options).ConfigureAwait(false)
            : throw new ArgumentException("ResourceOptions.Id is only valid for a CustomResource");
    }

    private async Task<Answer> LookUpAsync(string urn)
    {
        var found = await functions.GetResourceAsync(urn).ConfigureAwait(false);
        return new Answer(Text("urn"), Text("id"), (found.Get("state") as PropertyValue.Map)?.Entries ?? PropertyMap.Empty);

        string Text(string key) => (found.Get(key) as PropertyValue.Text)?.Value ?? "";
    }

    private async Task<Answer> ReadAsync(CustomResource resource, string id, ResourceArgs args, ResourceOptions options)
    {
        var request = await requests.ReadAsync(resource, id, args, options).ConfigureAwait(false);
        var response = await monitor.ReadResourceAsync(resource, request).ConfigureAwait(false);
        return new Answer(response.Urn, id, PropertyWire.Decode(response.Properties));
    }

    private async Task<Answer> RegisterAsync(Resource resource, bool remote, ResourceArgs args, ResourceOptions options)
    {
        var request = await requests.RegisterAsync(resource, remote, args, options).ConfigureAwait(false);
        var response = await monitor.RegisterResourceAsync(resource, request).ConfigureAwait(false);
        return new Answer(response.Urn, response.Id, PropertyWire.Decode(response.Object))
        {
            Result = response.Result,
            Dependencies = response.PropertyDependencies.ToImmutableDictionary(
                property => property.Key,
                property => property.Value.Urns.Select(urn => (IOrigin)new DependencyResource(urn)).ToImmutableHashSet()),
        };
    }

    private sealed record Answer(string Urn, string Id, PropertyMap State)
    {
        public Result Result { get; init; } = Result.Success;

        public ImmutableDictionary<string, ImmutableHashSet<IOrigin>> Dependencies { get; init; } =
            ImmutableDictionary<string, ImmutableHashSet<IOrigin>>.Empty;
    }
}
