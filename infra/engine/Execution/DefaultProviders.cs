using System.Collections.Concurrent;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>Registers a provider for each plugin that resources need and name no provider for. Its inputs are the stack's configuration.</summary>
internal sealed class DefaultProviders(OperationRun run)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Registered>>> known = new(StringComparer.Ordinal);

    public Task<Registered> GetAsync(PluginRequest plugin, Func<RegisterResourceRequest, Task<Registered>> register) =>
        known.GetOrAdd(plugin.Key, _ => new Lazy<Task<Registered>>(() => register(Request(plugin)))).Value;

    private RegisterResourceRequest Request(PluginRequest plugin)
    {
        var settings = PropertyMap.Of(run.Config.OfNamespace(plugin.Package).Select(entry =>
            (entry.Name, entry.Secret ? new PropertyValue.Secret(entry.Value) : (PropertyValue)entry.Value)));
        var inputs = plugin.AddTo(settings);
        return new RegisterResourceRequest
        {
            Type = TypeTokens.ProviderPrefix + plugin.Package,
            Name = plugin.DefaultName,
            Custom = true,
            Object = inputs.Count == 0 ? new Struct() : PropertyWire.Encode(inputs),
        };
    }
}
