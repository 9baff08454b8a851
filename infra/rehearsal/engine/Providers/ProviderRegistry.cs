using System.Collections.Concurrent;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Providers;

/// <summary>The configured providers of one operation, by reference (<c>urn::id</c>).</summary>
internal sealed class ProviderRegistry(PluginHost plugins, StackState origin, bool preview, CancellationToken cancellation)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Provider>>> providers = new(StringComparer.Ordinal);

    /// <summary>A provider for a provider resource, not configured yet.</summary>
    public async Task<Provider> OpenAsync(ResourceState provider)
    {
        var request = PluginRequest.OfProvider(provider.Type, provider.Inputs);
        return new Provider(
            await plugins.TakeAsync(request, cancellation), preview ? null : plugins.ActorOf(request, cancellation),
            plugins.IsOurs(request.Plugin));
    }

    /// <summary>Begins to configure a provider; who uses it waits for that.</summary>
    public void Add(ResourceState state, Provider provider)
    {
        _ = provider.ConfigureAsync(state, preview, cancellation);
        providers[Reference(state)] = new Lazy<Task<Provider>>(Task.FromResult(provider));
    }

    /// <summary>The provider of a reference: one of this run, or one of the stored state, which is started then.</summary>
    /// <exception cref="EngineException">There is no such provider.</exception>
    public Task<Provider> GetAsync(string reference) =>
        providers.GetOrAdd(reference, key => new Lazy<Task<Provider>>(() => FromStateAsync(key))).Value;

    /// <summary>How resources refer to a provider; its id is not known in the preview of its creation.</summary>
    public static string Reference(ResourceState state) => $"{state.Urn}::{(state.Id.Length == 0 ? Sentinels.Unknown : state.Id)}";

    private async Task<Provider> FromStateAsync(string reference)
    {
        var state = origin.Resources.FirstOrDefault(resource => resource.IsProvider && resource.Reference == reference)
            ?? throw new EngineException(
                ExitCategory.Failed, ErrorCodes.StateDamaged, $"The provider '{reference}' is neither in the program nor in the state.");
        var provider = await OpenAsync(state);
        await provider.ConfigureAsync(state, preview, cancellation);
        return provider;
    }
}
