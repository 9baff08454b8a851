using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace PipAi.EngineTesting;

/// <summary>
/// The wire side of <see cref="FakeCloud"/>. Creating twice for one URN while the first is unknown to anyone finds the first.
/// </summary>
public sealed class FakeProviderService(FakeCloud cloud) : ResourceProvider.ResourceProviderBase
{
    public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, ServerCallContext context)
    {
        cloud.EngineAddress = request.EngineAddress;
        return Task.FromResult(new ProviderHandshakeResponse { AcceptSecrets = cloud.AcceptSecrets, AcceptResources = true });
    }

    public override Task<PluginInfo> GetPluginInfo(Empty request, ServerCallContext context)
    {
        cloud.Ask();
        return Task.FromResult(new PluginInfo { Version = "1.0.0" });
    }

    public override Task<Empty> Attach(PluginAttach request, ServerCallContext context) => Task.FromResult(new Empty());

    public override Task<CheckResponse> CheckConfig(CheckRequest request, ServerCallContext context) =>
        Task.FromResult(new CheckResponse { Inputs = request.News });

    public override Task<DiffResponse> DiffConfig(DiffRequest request, ServerCallContext context)
    {
        if (cloud.ReplaceSettings.Count == 0)
            throw new RpcException(new Status(StatusCode.Unimplemented, "settings are compared by the engine"));
        var changed = Changed(request);
        return Task.FromResult(new DiffResponse
        {
            Changes = changed.Length == 0 ? DiffResponse.Types.DiffChanges.DiffNone : DiffResponse.Types.DiffChanges.DiffSome,
            Diffs = { changed },
            Replaces = { changed.Where(cloud.ReplaceSettings.Contains) },
        });
    }

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, ServerCallContext context)
    {
        cloud.Configured = request.Args;
        return Task.FromResult(
            new ConfigureResponse { AcceptSecrets = cloud.AcceptSecrets, SupportsPreview = true, AcceptResources = true });
    }

    public override async Task<CheckResponse> Check(CheckRequest request, ServerCallContext context)
    {
        await cloud.Before("Check", request.Name);
        var response = new CheckResponse { Inputs = request.News };
        if (request.News.Fields.TryGetValue("bad", out var bad))
            response.Failures.Add(new CheckFailure { Property = "bad", Reason = $"it is {bad.StringValue}" });
        return response;
    }

    public override Task<DiffResponse> Diff(DiffRequest request, ServerCallContext context)
    {
        if (cloud.LeavesDiffToEngine) return Task.FromResult(new DiffResponse());
        var changed = Changed(request);
        return Task.FromResult(new DiffResponse
        {
            Changes = changed.Length == 0 ? DiffResponse.Types.DiffChanges.DiffNone : DiffResponse.Types.DiffChanges.DiffSome,
            Diffs = { changed },
            Replaces = { changed.Where(cloud.ReplaceKeys.Contains) },
            DeleteBeforeReplace = cloud.DeleteBeforeReplace,
        });
    }

    public override async Task<CreateResponse> Create(CreateRequest request, ServerCallContext context)
    {
        if (request.Preview) return new CreateResponse { Properties = request.Properties };
        await cloud.Before("Create", request.Name);
        cloud.Calls.Enqueue($"Create {request.Name}");
        cloud.LastCreateTimeout = request.Timeout;
        var key = request.Properties.Fields.GetValueOrDefault("kind")?.StringValue ?? "";
        // Names are how a real provider recognises what an earlier attempt left.
        var found = cloud.Resources.FirstOrDefault(entry => entry.Value.Urn == request.Urn
            && (entry.Value.Properties.Fields.GetValueOrDefault("kind")?.StringValue ?? "") == key);
        var id = found.Key ?? $"{request.Name}-{Guid.NewGuid():N}";
        var outputs = Outputs(id, request.Properties);
        cloud.Resources[id] = (request.Urn, outputs);
        await cloud.After("Create", request.Name);
        return new CreateResponse { Id = id, Properties = outputs };
    }

    public override async Task<UpdateResponse> Update(UpdateRequest request, ServerCallContext context)
    {
        if (request.Preview) return new UpdateResponse { Properties = request.News };
        await cloud.Before("Update", request.Name);
        cloud.Calls.Enqueue($"Update {request.Name}");
        if (!cloud.Resources.ContainsKey(request.Id))
            throw new RpcException(new Status(StatusCode.NotFound, $"there is no '{request.Id}'"));
        var outputs = Outputs(request.Id, request.News);
        cloud.Resources[request.Id] = (request.Urn, outputs);
        await cloud.After("Update", request.Name);
        return new UpdateResponse { Properties = outputs };
    }

    public override async Task<ReadResponse> Read(ReadRequest request, ServerCallContext context)
    {
        await cloud.Before("Read", request.Name);
        cloud.Calls.Enqueue($"Read {request.Name}");
        if (!cloud.Resources.TryGetValue(request.Id, out var found)) return new ReadResponse();
        var inputs = found.Properties.Clone();
        inputs.Fields.Remove("address");
        return new ReadResponse { Id = request.Id, Properties = found.Properties, Inputs = inputs };
    }

    public override async Task<Empty> Delete(DeleteRequest request, ServerCallContext context)
    {
        await cloud.Before("Delete", request.Name);
        cloud.Calls.Enqueue($"Delete {request.Name}");
        // Deleting what is gone is no error: an earlier attempt may have deleted it.
        cloud.Resources.TryRemove(request.Id, out _);
        await cloud.After("Delete", request.Name);
        return new Empty();
    }

    public override Task<InvokeResponse> Invoke(InvokeRequest request, ServerCallContext context) =>
        Task.FromResult(new InvokeResponse { Return = request.Args });

    public override Task<Empty> Cancel(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    private static string[] Changed(DiffRequest request) =>
    [
        .. request.News.Fields.Keys.Union(request.OldInputs.Fields.Keys).Order(StringComparer.Ordinal)
            .Where(key => !Equals(request.News.Fields.GetValueOrDefault(key), request.OldInputs.Fields.GetValueOrDefault(key)))
            .Where(key => !request.IgnoreChanges.Contains(key)),
    ];

    private static Struct Outputs(string id, Struct inputs)
    {
        var outputs = inputs.Clone();
        outputs.Fields["address"] = Value.ForString($"test://{id}");
        return outputs;
    }
}
