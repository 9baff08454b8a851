using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Providers;

/// <summary>One configured provider, in the engine's own terms. Fills in what a provider does not offer.</summary>
/// <param name="plugin">ProviderResponses checks and differences, and all else in a preview.</param>
/// <param name="startActor">Starts the plugin that makes the calls which reach beyond the engine; null where <paramref name="plugin"/>
/// makes them.</param>
/// <param name="takesOver">Whether a creation takes over what is there by the same name: the host's own plugins do.</param>
internal sealed class Provider(PluginConnection plugin, Func<Task<PluginConnection>>? startActor = null, bool takesOver = false)
{
    private readonly TaskCompletionSource<bool> configured = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Lazy<Task<PluginConnection>> actor = new(Task.FromResult(plugin));
    private bool supportsPreview;

    public string Package => plugin.Package;

    public bool TakesOver => takesOver;

    /// <summary>The calls about the provider's own settings, which need no configuration.</summary>
    public ProviderConfiguration Settings { get; } = new(plugin);

    /// <summary>Configures the provider. An error is kept for the calls that need the configuration.</summary>
    public async Task ConfigureAsync(ResourceState provider, bool preview, CancellationToken cancellation)
    {
        try
        {
            var inputs = provider.Inputs;
            if (inputs.ContainsUnknowns)
            {
                configured.SetResult(false);
                return;
            }

            if (startActor is not null)
                actor = new Lazy<Task<PluginConnection>>(async () => await ConfiguredAsync(await startActor(), provider, cancellation));
            await ConfiguredAsync(plugin, provider, cancellation);
            configured.SetResult(true);
        }
#pragma warning disable CA1031 // The callers that await the configuration get the error.
        catch (Exception error)
#pragma warning restore CA1031
        {
            configured.SetException(error as ProviderException ?? CannotConfigure(error));
            _ = configured.Task.Exception;
        }
    }

    private async Task<PluginConnection> ConfiguredAsync(
        PluginConnection connection, ResourceState provider, CancellationToken cancellation)
    {
        try
        {
            var request = new ProviderConfiguration(connection).Request(provider);
            var response = await connection.CallAsync(
                "Configure", (client, options) => client.ConfigureAsync(request, options), cancellation);
            connection.AcceptSecrets |= response.AcceptSecrets;
            connection.AcceptResources |= response.AcceptResources;
            supportsPreview = response.SupportsPreview;
        }
        catch (ProviderException error) when (error.NotOffered)
        {
            // It has nothing to be told.
        }
        catch (ProviderException error)
        {
            var missing = error.InnerException is RpcException rpc ? ProviderErrors.MissingSettings(rpc) : "";
            throw CannotConfigure(error, missing);
        }

        return connection;
    }

    private ProviderException CannotConfigure(Exception error, string missing = "") =>
        new($"The provider '{Package}' cannot be configured: {error.Message}{missing}", error);

    public async Task<CheckAnswer> CheckAsync(ResourceState goal, PropertyMap olds, byte[] seed, CancellationToken cancellation)
    {
        if (!await configured.Task) return new CheckAnswer(goal.Inputs, []);
        var request = new CheckRequest
        {
            Urn = goal.Urn,
            Name = goal.Name,
            Type = goal.Type,
            Olds = plugin.Encode(olds, unknowns: false, elideAssets: true),
            News = plugin.Encode(goal.Inputs, unknowns: true),
            RandomSeed = ByteString.CopyFrom(seed),
        };
        var response = await plugin.CallAsync("Check", (client, options) => client.CheckAsync(request, options), cancellation);
        var problems = response.Failures.Select(failure => new CheckProblem(failure.Property, failure.Reason));
        // No inputs in the answer means that the provider had nothing to complete.
        var inputs = response.Inputs is null ? goal.Inputs : SecretPropagation.Keep(plugin.Decode("Check", response.Inputs), goal.Inputs);
        return new CheckAnswer(inputs, [.. problems]);
    }

    public async Task<DiffAnswer> DiffAsync(
        ResourceState old, PropertyMap news, IEnumerable<string> ignoreChanges, CancellationToken cancellation)
    {
        if (!await configured.Task) return new DiffAnswer { Changed = true, Unavailable = true };
        var request = new DiffRequest
        {
            Id = old.Id,
            Urn = old.Urn,
            Name = old.Name,
            Type = old.Type,
            Olds = plugin.Encode(old.Outputs, unknowns: true, elideAssets: true),
            OldInputs = plugin.Encode(old.Inputs, unknowns: true, elideAssets: true),
            News = plugin.Encode(news, unknowns: true, elideAssets: true),
            IgnoreChanges = { ignoreChanges },
        };
        try
        {
            return DiffAnswer.From(await plugin.CallAsync("Diff", (client, options) => client.DiffAsync(request, options), cancellation));
        }
        catch (ProviderException error) when (error.NotOffered)
        {
            return new DiffAnswer();
        }
    }

    /// <summary>Creates the resource. In a preview, what cannot be known is unknown.</summary>
    public async Task<(string Id, PropertyMap Outputs, bool Refreshes)> CreateAsync(
        ResourceState goal, bool preview, CancellationToken cancellation)
    {
        if (!await configured.Task || (preview && !supportsPreview)) return ("", PropertyMap.Empty, false);
        var acting = await ActorAsync();
        var request = new CreateRequest
        {
            Urn = goal.Urn,
            Name = goal.Name,
            Type = goal.Type,
            Properties = acting.Encode(goal.Inputs, unknowns: preview),
            Timeout = goal.Timeouts.Create,
            Preview = preview,
        };
        var response = await acting.CallAsync(
            "Create", (client, options) => client.CreateAsync(request, options), cancellation, goal.Timeouts.Create);
        if (response.Id.Length == 0 && !preview)
            throw new ProviderException($"The provider '{Package}' created the resource but gave no id for it.") { OutcomeUnknown = true };
        var id = Sentinels.IsUnknown(response.Id) ? "" : response.Id;
        return (id, SecretPropagation.Keep(acting.Decode("Create", response.Properties), goal.Inputs), response.RefreshBeforeUpdate);
    }

    public async Task<(PropertyMap Outputs, bool Refreshes)> UpdateAsync(
        ResourceState old, ResourceState goal, IEnumerable<string> ignoreChanges, bool preview, CancellationToken cancellation)
    {
        if (!await configured.Task || (preview && !supportsPreview)) return (PropertyMap.Empty, false);
        var acting = await ActorAsync();
        var request = new UpdateRequest
        {
            Id = old.Id,
            Urn = goal.Urn,
            Name = goal.Name,
            Type = goal.Type,
            Olds = acting.Encode(old.Outputs, unknowns: preview, elideAssets: true),
            OldInputs = acting.Encode(old.Inputs, unknowns: preview, elideAssets: true),
            News = acting.Encode(goal.Inputs, unknowns: preview),
            Timeout = goal.Timeouts.Update,
            IgnoreChanges = { ignoreChanges },
            Preview = preview,
        };
        var response = await acting.CallAsync(
            "Update", (client, options) => client.UpdateAsync(request, options), cancellation, goal.Timeouts.Update);
        return (SecretPropagation.Keep(acting.Decode("Update", response.Properties), goal.Inputs), response.RefreshBeforeUpdate);
    }

    public async Task<ReadAnswer> ReadAsync(ResourceState state, CancellationToken cancellation)
    {
        if (!await configured.Task) return new ReadAnswer(state.Id, PropertyMap.Empty, null, []);
        var acting = await ActorAsync();
        var request = new ReadRequest
        {
            Id = state.Id,
            Urn = state.Urn,
            Name = state.Name,
            Type = state.Type,
            Properties = acting.Encode(state.Outputs, unknowns: false, elideAssets: true),
            Inputs = acting.Encode(state.Inputs, unknowns: false, elideAssets: true),
            Timeout = state.Timeouts.Read,
        };
        try
        {
            var response = await acting.CallAsync(
                "Read", (client, options) => client.ReadAsync(request, options), cancellation, state.Timeouts.Read);
            return new ReadAnswer(
                response.Id,
                SecretPropagation.Keep(acting.Decode("Read", response.Properties), state.Inputs),
                response.Inputs is null ? null : SecretPropagation.Keep(acting.Decode("Read", response.Inputs), state.Inputs),
                [])
            { RefreshBeforeUpdate = response.RefreshBeforeUpdate };
        }
        catch (ProviderException error) when (error.Partial is { } partial)
        {
            var inputs = partial.Inputs is { } told ? SecretPropagation.Keep(told, state.Inputs) : null;
            return new ReadAnswer(partial.Id, SecretPropagation.Keep(partial.Outputs, state.Inputs), inputs, partial.Reasons);
        }
    }

    public async Task DeleteAsync(ResourceState old, CancellationToken cancellation)
    {
        _ = await configured.Task;
        var acting = await ActorAsync();
        var request = new DeleteRequest
        {
            Id = old.Id,
            Urn = old.Urn,
            Name = old.Name,
            Type = old.Type,
            Properties = acting.Encode(old.Outputs, unknowns: false, elideAssets: true),
            OldInputs = acting.Encode(old.Inputs, unknowns: false, elideAssets: true),
            Timeout = old.Timeouts.Delete,
        };
        await acting.CallAsync("Delete", (client, options) => client.DeleteAsync(request, options), cancellation, old.Timeouts.Delete);
    }

    public async Task<InvokeResponse?> InvokeAsync(string token, PropertyMap arguments, bool preview, CancellationToken cancellation)
    {
        if (!await configured.Task) return null;
        var acting = await ActorAsync();
        var request = new InvokeRequest { Tok = token, Args = acting.Encode(arguments, unknowns: false), Preview = preview };
        return await acting.CallAsync("Invoke", (client, options) => client.InvokeAsync(request, options), cancellation);
    }

    /// <summary>The plugin that acts.</summary>
    /// <exception cref="ProviderException">It cannot be started or configured; nothing was done.</exception>
    private async Task<PluginConnection> ActorAsync()
    {
        await configured.Task;
        try
        {
            return await actor.Value;
        }
        catch (EngineException error)
        {
            throw new ProviderException(error.Message, error);
        }
    }
}
