using EmbeddedPulumi.Engine.Files;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>Turns the resources of a scenario into requests, and knows the answers to those before.</summary>
internal sealed class ScenarioRegistrations(ResourceMonitor.ResourceMonitorClient monitor, string stack)
{
    private readonly Dictionary<string, (string Urn, string Id, Struct Outputs)> made = new(StringComparer.Ordinal);

    /// <summary>Registers a resource; false when the program cannot go on.</summary>
    public async Task<bool> AddAsync(YamlValue resource, CancellationToken cancellation)
    {
        var source = resource as YamlMapping ?? new YamlMapping([new YamlEntry(((YamlScalar)resource).Text, YamlMapping.Empty, 0)]);
        var (name, inputs) = (source.Entries[0].Key, source.Entries[0].Value as YamlMapping ?? YamlMapping.Empty);
        var goesOn = source.Text("mayFail") == "true";
        try
        {
            if (source["read"] is { } id) return await ReadAsync(name, inputs, id, source, cancellation);
            if (source.Text("invoke") is { } token) return await InvokeAsync(token, inputs, source, cancellation);
            if (source["outputs"] is YamlMapping outputs) return await OutputsAsync(name, outputs, cancellation);
            return await RegisterAsync(name, inputs, source, cancellation) || goesOn;
        }
        catch (RpcException) when (goesOn)
        {
            return true;
        }
    }

    /// <summary>A mapping as properties. Where a request is given, it depends on what the properties come from.</summary>
    public PropertyMap Properties(YamlMapping source, RegisterResourceRequest? request) => PropertyMap.Of(source.Entries.Select(entry =>
    {
        var uses = new List<string>();
        var value = ValueOf(entry.Value, uses);
        if (request is null) return (entry.Key, value);
        // As the SDKs do: every property tells what it comes from, be it nothing.
        request.Dependencies.Add(uses.Except(request.Dependencies));
        request.PropertyDependencies[entry.Key] = new() { Urns = { uses } };
        return (entry.Key, value);
    }));

    /// <summary>A name stands for the resource that has it, or would have it.</summary>
    public string UrnOf(string name) => made.TryGetValue(name, out var known) ? known.Urn : ScenarioCommand.UrnOf(name);

    /// <summary>A value, such as <c>$a</c> for the address of <c>a</c>, <c>$a.id</c> or <c>{secret: x}</c>.</summary>
    public PropertyValue ValueOf(YamlValue value, List<string> uses) => value switch
    {
        YamlScalar { Value: null } => PropertyValue.Null.Value,
        YamlScalar { Text: ['$', .. var output] } => OutputOf(output, uses),
        YamlMapping { Entries: [{ Key: "secret" } only] } => new PropertyValue.Secret(ValueOf(only.Value, uses)),
        YamlMapping { Entries: [{ Key: "asset" } only] } => new PropertyValue.Asset(((YamlScalar)only.Value).Text, null, null),
        YamlMapping { Entries: [{ Key: "file" } only] } => new PropertyValue.Asset(null, ((YamlScalar)only.Value).Text, null),
        YamlMapping { Entries: [{ Key: "folder" } only] } => new PropertyValue.Archive(null, ((YamlScalar)only.Value).Text, null),
        YamlMapping { Entries: [{ Key: "archive" } only] } =>
            new PropertyValue.Archive(Properties((YamlMapping)only.Value, null), null, null),
        YamlMapping map => new PropertyValue.Map(PropertyMap.Of(map.Entries.Select(entry => (entry.Key, ValueOf(entry.Value, uses))))),
        YamlSequence list => new PropertyValue.List([.. list.Items.Select(item => ValueOf(item, uses))]),
        _ => PropertyWire.Decode(Value.Parser.ParseJson(value.ToJson()!.ToJsonString())),
    };

    private PropertyValue OutputOf(string output, List<string> uses)
    {
        var (name, key) = output.Split('.') is [var resource, var property] ? (resource, property) : (output, "address");
        var (urn, id, outputs) = made[name];
        uses.Add(urn);
        if (key == "id") return id.Length == 0 ? PropertyValue.Unknown.Value : id;
        return outputs.Fields.TryGetValue(key, out var value) ? PropertyWire.Decode(value) : PropertyValue.Unknown.Value;
    }

    private async Task<bool> RegisterAsync(string name, YamlMapping inputs, YamlMapping source, CancellationToken cancellation)
    {
        var request = new RegisterResourceRequest
        {
            Name = name,
            Type = "test:index:Thing",
            Parent = stack,
            Custom = true,
            AcceptSecrets = true,
            AcceptResources = true,
            SupportsResultReporting = true,
            SupportsPartialValues = true,
        };
        request.Object = PropertyWire.Encode(Properties(inputs, request));
        foreach (var option in source.Entries.Skip(1)) ScenarioOptions.Set(request, option.Key, option.Value, this);
        var response = await monitor.RegisterResourceAsync(request, cancellationToken: cancellation);
        made[name] = (response.Urn, response.Id, response.Object ?? new Struct());
        return response.Result == Result.Success;
    }

    private async Task<bool> ReadAsync(string name, YamlMapping inputs, YamlValue id, YamlMapping source, CancellationToken cancellation)
    {
        var uses = new List<string>();
        var request = new ReadResourceRequest
        {
            Name = name,
            Type = ScenarioOptions.TypeOf(source.Text("type") ?? "Thing"),
            Parent = source.Text("parent") is { } parent ? UrnOf(parent) : stack,
            Id = ValueOf(id, uses) switch
            {
                PropertyValue.Text text => text.Value,
                PropertyValue.Unknown => Sentinels.Unknown,
                var other => throw new FormatException($"'{name}' cannot be read by {other}."),
            },
            Properties = PropertyWire.Encode(Properties(inputs, null)),
            AcceptSecrets = true,
        };
        request.Dependencies.Add(uses);
        if (source["secretOutputs"] is { } secret) request.AdditionalSecretOutputs.Add(ScenarioOptions.Texts(secret));
        if (source.Text("provider") is { } provider) request.Provider = ProviderOf(provider);
        var response = await monitor.ReadResourceAsync(request, cancellationToken: cancellation);
        made[name] = (response.Urn, request.Id, response.Properties ?? new Struct());
        return true;
    }

    private async Task<bool> InvokeAsync(string token, YamlMapping arguments, YamlMapping source, CancellationToken cancellation)
    {
        var request = new ResourceInvokeRequest
        {
            Tok = token,
            Args = PropertyWire.Encode(Properties(arguments, null)),
            AcceptResources = true,
        };
        if (source["dependsOn"] is { } needs) request.DependsOn.Add(ScenarioOptions.Texts(needs).Select(UrnOf));
        await monitor.InvokeAsync(request, cancellationToken: cancellation);
        return true;
    }

    private async Task<bool> OutputsAsync(string name, YamlMapping outputs, CancellationToken cancellation)
    {
        var request = new RegisterResourceOutputsRequest { Urn = UrnOf(name), Outputs = PropertyWire.Encode(Properties(outputs, null)) };
        await monitor.RegisterResourceOutputsAsync(request, cancellationToken: cancellation);
        return true;
    }

    /// <summary>How a resource refers to a provider that the program made.</summary>
    public string ProviderOf(string name) =>
        made.TryGetValue(name, out var known) ? $"{known.Urn}::{(known.Id.Length == 0 ? Sentinels.Unknown : known.Id)}" : name;
}
