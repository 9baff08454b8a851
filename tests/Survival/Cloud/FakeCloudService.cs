using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace PipAi.Survival.Tests.Cloud;

/// <summary>
/// The provider of one package over the fake cloud, true to what the engine asks of providers: creating again what an interrupted
/// call left behind takes it up, and nothing else keeps a second one from being made.
/// </summary>
internal sealed class FakeCloudService(CloudPackage package, ItemStore items, KillSwitch kills, string imageDigest)
    : ResourceProvider.ResourceProviderBase
{
    private const string ApiKey = "temporalcloud:index:ApiKey";
    private const string Image = "fly:index:Image";
    private const string Secret = "fly:index:Secret";

    public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, ServerCallContext context) =>
        Task.FromResult(new ProviderHandshakeResponse { AcceptSecrets = true, AcceptResources = true });

    public override Task<Empty> Attach(PluginAttach request, ServerCallContext context) => Task.FromResult(new Empty());

    public override Task<CheckResponse> CheckConfig(CheckRequest request, ServerCallContext context) =>
        Task.FromResult(new CheckResponse { Inputs = request.News });

    public override Task<DiffResponse> DiffConfig(DiffRequest request, ServerCallContext context) =>
        Task.FromResult(new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffNone });

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, ServerCallContext context) =>
        Task.FromResult(new ConfigureResponse { AcceptSecrets = true, SupportsPreview = true, AcceptResources = true });

    /// <summary>A name that nobody gave is made from the engine's seed, as all of Pulumi's providers do it.</summary>
    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context)
    {
        var inputs = request.News.Clone();
        if (package[request.Type].IsNamed && !inputs.Fields.ContainsKey("name"))
        {
            inputs.Fields["name"] = request.Olds.Fields.GetValueOrDefault("name")
                ?? Value.ForString($"{request.Name}-{Convert.ToHexStringLower(request.RandomSeed.Span[..4])}");
        }

        return Task.FromResult(new CheckResponse { Inputs = inputs });
    }

    public override Task<DiffResponse> Diff(DiffRequest request, ServerCallContext context)
    {
        var changed = request.News.Fields.Keys.Union(request.OldInputs.Fields.Keys).Order(StringComparer.Ordinal)
            .Where(key => !Equals(request.News.Fields.GetValueOrDefault(key), request.OldInputs.Fields.GetValueOrDefault(key))).ToList();
        if (request.Type == Image && request.Olds.Fields["digest"].StringValue != imageDigest) changed.Add("context");
        return Task.FromResult(new DiffResponse
        {
            Changes = changed.Count == 0 ? DiffResponse.Types.DiffChanges.DiffNone : DiffResponse.Types.DiffChanges.DiffSome,
            Diffs = { changed },
            Replaces = { changed.Where(package[request.Type].Immutable.Contains) },
        });
    }

    public override Task<CreateResponse> Create(CreateRequest request, ServerCallContext context)
    {
        if (request.Preview) return Task.FromResult(new CreateResponse { Properties = Outputs(request.Type, "", 0, request.Properties) });
        var identity = string.Join(
            '|', package[request.Type].Immutable.Select(key => request.Properties.Fields.GetValueOrDefault(key)?.ToString()));
        return Task.FromResult(Around("create", request.Urn, identity, () =>
        {
            var found = items.All.FirstOrDefault(item => item.Urn == request.Urn && item.Identity == identity);
            // A key is shown once: one whose answer was lost is worth nothing, and a new one takes its place.
            if (found is not null && request.Type == ApiKey) items.Remove(found.Id);
            var id = found is null || request.Type == ApiKey ? $"{request.Name}-{Guid.NewGuid():N}" : found.Id;
            var version = found is null ? 1 : VersionOf(found, request.Properties);
            var outputs = Outputs(request.Type, id, version, request.Properties);
            items.Put(new Item(id, request.Urn, identity, request.Properties, version, outputs));
            return new CreateResponse { Id = id, Properties = outputs };
        }));
    }

    public override Task<UpdateResponse> Update(UpdateRequest request, ServerCallContext context)
    {
        if (request.Preview) return Task.FromResult(new UpdateResponse { Properties = Outputs(request.Type, "", 0, request.News) });
        return Task.FromResult(Around("update", request.Urn, request.Id, () =>
        {
            var item = items.Find(request.Id) ?? throw new RpcException(new Status(StatusCode.NotFound, $"there is no '{request.Id}'"));
            var version = VersionOf(item, request.News);
            var outputs = Outputs(request.Type, request.Id, version, request.News);
            items.Put(item with { Inputs = request.News, Version = version, Outputs = outputs });
            return new UpdateResponse { Properties = outputs };
        }));
    }

    public override Task<ReadResponse> Read(ReadRequest request, ServerCallContext context) =>
        Task.FromResult(items.Find(request.Id) is { } item
            ? new ReadResponse { Id = item.Id, Properties = item.Outputs, Inputs = item.Inputs }
            : new ReadResponse());

    public override Task<Empty> Delete(DeleteRequest request, ServerCallContext context) =>
        Task.FromResult(Around("delete", request.Urn, request.Id, () =>
        {
            items.Remove(request.Id);
            return new Empty();
        }));

    private T Around<T>(string verb, string urn, string which, Func<T> effect)
    {
        kills.Pass(KillPoint.Before, $"{verb} {urn} {which}");
        var answer = effect();
        kills.Pass(KillPoint.After, $"{verb} {urn} {which}");
        return answer;
    }

    private static int VersionOf(Item item, Struct inputs) => item.Inputs.Equals(inputs) ? item.Version : item.Version + 1;

    private Struct Outputs(string type, string id, int version, Struct inputs)
    {
        var outputs = inputs.Clone();
        foreach (var name in package[type].Versions)
            outputs.Fields[name] = id.Length == 0 ? Value.ForString(Sentinels.Unknown) : Value.ForNumber(version);
        foreach (var name in package[type].Lists)
            outputs.Fields[name] = id.Length == 0 ? Value.ForString(Sentinels.Unknown) : Value.ForList(Value.ForString($"{name}-of-{id}"));
        foreach (var (name, secret) in package[type].Texts)
        {
            PropertyValue made = id.Length == 0
                ? PropertyValue.Unknown.Value : type == Image && name == "digest" ? imageDigest : $"{name}-of-{id}";
            if (secret) made = new PropertyValue.Secret(made);
            outputs.Fields[name] = PropertyWire.Encode(made);
        }

        // A value that nobody gave is made, and stays.
        if (type == Secret && !outputs.Fields.ContainsKey("value"))
        {
            PropertyValue made = id.Length == 0 ? PropertyValue.Unknown.Value : $"value-of-{id}";
            outputs.Fields["value"] = PropertyWire.Encode(new PropertyValue.Secret(made));
        }

        if (type == Image && id.Length > 0) outputs.Fields["reference"] = Value.ForString($"registry.fly.io/app@{imageDigest}");
        return outputs;
    }
}
