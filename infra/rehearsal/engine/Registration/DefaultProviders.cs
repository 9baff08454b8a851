using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Execution;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Stacks;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>
/// Registers a provider for each plugin that resources need and name no provider for. Its inputs are the stack's configuration.
/// </summary>
internal sealed class DefaultProviders(OperationContext run)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RegistrationResult>>> known = new(StringComparer.Ordinal);

    private const string DisableKey = "pulumi:disable-default-providers";
    private readonly Lazy<ImmutableArray<string>> disabled = new(() => Disabled(run.Stack.Config));

    /// <exception cref="EngineException">The stack's settings forbid it.</exception>
    public Task<RegistrationResult> GetAsync(PluginRequest plugin, Func<RegisterResourceRequest, Task<RegistrationResult>> register)
    {
        if (disabled.Value.Any(package => package == "*" || package == plugin.Package))
        {
            throw new EngineException(
                ExitCategory.Configuration,
                ErrorCodes.StackFile,
                $"The package '{plugin.Package}' has no default provider, since the setting '{DisableKey}' forbids it. Give its "
                    + $"resources and functions a provider of the program.");
        }

        return known.GetOrAdd(plugin.Key, _ => new Lazy<Task<RegistrationResult>>(() => register(Request(plugin)))).Value;
    }

    /// <summary>The packages that have none; a star stands for all.</summary>
    private static ImmutableArray<string> Disabled(StackConfig config)
    {
        if (!config.Values.TryGetValue(DisableKey, out var text)) return [];
        try
        {
            return [.. JsonSerializer.Deserialize<string[]>(text) ?? []];
        }
        catch (JsonException error)
        {
            throw new EngineException(
                ExitCategory.Configuration, ErrorCodes.StackFile,
                $"The setting '{DisableKey}' is '{text}', which is no list of packages such as [\"aws\"].", cause: error);
        }
    }

    private RegisterResourceRequest Request(PluginRequest plugin)
    {
        var settings = PropertyMap.Of(run.Stack.Config.OfNamespace(plugin.Package).Select(entry =>
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
