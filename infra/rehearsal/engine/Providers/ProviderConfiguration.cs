using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Providers;

/// <summary>A provider's own settings: checking, comparing, handing over.</summary>
internal sealed class ProviderConfiguration(PluginConnection plugin)
{
    /// <summary>Checks provider settings; a provider that does not offer it accepts all.</summary>
    public async Task<CheckAnswer> CheckAsync(ResourceState goal, PropertyMap olds, CancellationToken cancellation)
    {
        var request = new CheckRequest
        {
            Urn = goal.Urn,
            Name = goal.Name,
            Type = goal.Type,
            Olds = plugin.Encode(PluginRequest.Visible(olds), unknowns: true),
            News = plugin.Encode(PluginRequest.Visible(goal.Inputs), unknowns: true),
        };
        try
        {
            var response = await plugin.CallAsync(
                "CheckConfig", (client, options) => client.CheckConfigAsync(request, options), cancellation);
            var inputs = response.Inputs is null
                ? goal.Inputs : SecretPropagation.Keep(plugin.Decode("CheckConfig", response.Inputs), goal.Inputs);
            return new CheckAnswer(
                PluginRequest.Restore(inputs, goal.Inputs),
                [.. response.Failures.Select(failure => new CheckProblem(failure.Property, failure.Reason))]);
        }
        catch (ProviderException error) when (error.NotOffered)
        {
            return new CheckAnswer(goal.Inputs, []);
        }
    }

    /// <summary>Compares provider settings; a provider that does not offer it leaves that to the engine.</summary>
    public async Task<DiffAnswer> DiffAsync(ResourceState old, PropertyMap news, CancellationToken cancellation)
    {
        var request = new DiffRequest
        {
            Id = old.Id,
            Urn = old.Urn,
            Name = old.Name,
            Type = old.Type,
            Olds = plugin.Encode(old.Outputs, unknowns: true),
            OldInputs = plugin.Encode(PluginRequest.Visible(old.Inputs), unknowns: true),
            News = plugin.Encode(PluginRequest.Visible(news), unknowns: true),
        };
        try
        {
            var answer = DiffAnswer.From(
                await plugin.CallAsync("DiffConfig", (client, options) => client.DiffConfigAsync(request, options), cancellation));
            return answer with { Changed = answer.Changed ?? Differs(old, news) };
        }
        catch (ProviderException error) when (error.NotOffered)
        {
            return new DiffAnswer { Changed = Differs(old, news) };
        }
    }

    /// <summary>What a provider is configured with.</summary>
    public ConfigureRequest Request(ResourceState provider)
    {
        var request = new ConfigureRequest
        {
            Args = plugin.Encode(PluginRequest.Visible(provider.Inputs), unknowns: false),
            AcceptSecrets = true,
            AcceptResources = true,
            SendsOldInputs = true,
            SendsOldInputsToDelete = true,
            Id = provider.Id,
            Urn = provider.Urn,
            Name = provider.Name,
            Type = provider.Type,
        };
        foreach (var (key, value) in PluginRequest.Visible(provider.Inputs))
        {
            if (key is "version") continue;
            var encoded = PropertyWire.Encode(value, new WireOptions { KeepSecrets = false, KeepOutputs = false });
            if (encoded is null || encoded.KindCase == Value.KindOneofCase.NullValue) continue;
#pragma warning disable CS0612 // Old providers read only these.
            request.Variables[$"{plugin.Package}:config:{key}"] =
                encoded.KindCase == Value.KindOneofCase.StringValue ? encoded.StringValue : JsonFormatter.Default.Format(encoded);
#pragma warning restore CS0612
        }

        return request;
    }

    /// <summary>Which plugin serves the settings is none of them.</summary>
    private static bool Differs(ResourceState old, PropertyMap news) =>
        !Properties.PropertyDiff.SameMaps(old.Outputs, PluginRequest.Visible(news));
}
