using System.Collections.Concurrent;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>Registers a provider for each package (and version) whose resources name none. Its inputs are the stack's configuration.</summary>
internal sealed class DefaultProviders(OperationRun run)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Registered>>> known = new(StringComparer.Ordinal);

    public Task<Registered> GetAsync(string package, string version, Func<RegisterResourceRequest, Task<Registered>> register)
    {
        var name = version.Length == 0 ? "default" : "default_" + version.Replace('.', '_').Replace('-', '_').Replace('+', '_');
        return known.GetOrAdd($"{package}|{name}", _ => new Lazy<Task<Registered>>(() => register(Request(package, name, version)))).Value;
    }

    private RegisterResourceRequest Request(string package, string name, string version)
    {
        var inputs = PropertyMap.Of(run.Config.OfNamespace(package).Select(entry =>
            (entry.Name, entry.Secret ? new PropertyValue.Secret(entry.Value) : (PropertyValue)entry.Value)));
        if (version.Length > 0) inputs = inputs.With("version", version);
        return new RegisterResourceRequest
        {
            Type = TypeTokens.ProviderPrefix + package,
            Name = name,
            Custom = true,
            Object = inputs.Count == 0 ? new Struct() : PropertyWire.Encode(inputs),
        };
    }
}
