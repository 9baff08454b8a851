using EmbeddedPulumi.Engine.Files;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>
/// The provider of a scenario on the real wire. A change of <c>kind</c> replaces, one of <c>first</c> replaces and deletes first, all
/// others update; <c>bad</c> is refused; what something else uses cannot be deleted.
/// </summary>
internal sealed class ScenarioProvider(ScenarioCloud cloud) : ResourceProvider.ResourceProviderBase
{
    private static readonly string[] Replacing = ["kind", "first"];

    private bool AcceptSecrets => !cloud.Has("noSecrets");

    public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, ServerCallContext context) =>
        Task.FromResult(new ProviderHandshakeResponse { AcceptSecrets = AcceptSecrets, AcceptResources = true, AcceptOutputs = false });

    public override Task<PluginInfo> GetPluginInfo(Empty request, ServerCallContext context) =>
        Task.FromResult(new PluginInfo { Version = "1.0.0" });

    public override Task<Empty> Attach(PluginAttach request, ServerCallContext context) => Task.FromResult(new Empty());

    public override Task<CheckResponse> CheckConfig(CheckRequest request, ServerCallContext context) =>
        Task.FromResult(new CheckResponse { Inputs = request.News });

    public override Task<DiffResponse> DiffConfig(DiffRequest request, ServerCallContext context)
    {
        if (!cloud.Has("diffsConfig")) throw new RpcException(new Status(StatusCode.Unimplemented, "not offered"));
        return Task.FromResult(Difference(request, key => cloud.Lists("replaceSettings", key), _ => false));
    }

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, ServerCallContext context)
    {
        Fail("configure", "");
        return Task.FromResult(new ConfigureResponse { AcceptSecrets = AcceptSecrets, SupportsPreview = true, AcceptResources = true });
    }

    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context)
    {
        Fail("check", request.Name);
        var response = new CheckResponse { Inputs = request.News };
        if (cloud.Settings["defaults"] is YamlMapping defaults)
        {
            foreach (var entry in defaults.Entries)
                response.Inputs.Fields.TryAdd(
                    entry.Key, request.Olds?.Fields.GetValueOrDefault(entry.Key) ?? Value.ForString(((YamlScalar)entry.Value).Text));
        }

        if (request.News.Fields.TryGetValue("bad", out var bad))
            response.Failures.Add(new CheckFailure { Property = "bad", Reason = $"it is {bad.StringValue}" });
        return Task.FromResult(response);
    }

    public override Task<DiffResponse> Diff(DiffRequest request, ServerCallContext context)
    {
        Fail("diff", request.Name);
        if (cloud.Has("leavesDiff")) return Task.FromResult(new DiffResponse());
        return Task.FromResult(Difference(request, Replacing.Contains, key => key == "first" || cloud.Has("deletesFirst")));
    }

    public override Task<CreateResponse> Create(CreateRequest request, ServerCallContext context)
    {
        if (request.Preview) return Task.FromResult(new CreateResponse { Properties = request.Properties });
        Fail("create", request.Name);
        var id = cloud.NextId(request.Name);
        cloud.Calls.Enqueue($"create {id}");
        var made = cloud.Put(id, request.Properties);
        FailAfterwards("create", request.Name, id, made);
        return Task.FromResult(
            new CreateResponse { Id = cloud.Faults.GetValueOrDefault($"create {request.Name}") == "blank" ? "" : id, Properties = made });
    }

    public override Task<UpdateResponse> Update(UpdateRequest request, ServerCallContext context)
    {
        if (request.Preview) return Task.FromResult(new UpdateResponse { Properties = request.News });
        Fail("update", request.Name);
        cloud.Calls.Enqueue($"update {request.Id}");
        if (cloud.Find(request.Id) is null) throw new RpcException(new Status(StatusCode.Unknown, $"there is no '{request.Id}'"));
        var made = cloud.Put(request.Id, request.News);
        FailAfterwards("update", request.Name, request.Id, made);
        return Task.FromResult(new UpdateResponse { Properties = made });
    }

    public override Task<ReadResponse> Read(ReadRequest request, ServerCallContext context)
    {
        Fail("read", request.Name);
        var given = cloud.Has("tellsReads") ? $" {request.Properties}" : "";
        cloud.Calls.Enqueue($"read {request.Id}{given}");
        if (cloud.Find(request.Id) is not { } found) return Task.FromResult(new ReadResponse());
        FailAfterwards("read", request.Name, request.Id, found);
        return Task.FromResult(
            new ReadResponse { Id = request.Id, Properties = found, Inputs = cloud.Has("importsNothing") ? null : Inputs(found) });
    }

    public override Task<Empty> Delete(DeleteRequest request, ServerCallContext context)
    {
        Fail("delete", request.Name);
        var named = cloud.Has("tellsUrns") ? $" as {request.Urn.Split("::")[^1]}" : "";
        cloud.Calls.Enqueue($"delete {request.Id}{named}");
        if (cloud.Remove(request.Id) is { } user)
            throw new RpcException(new Status(StatusCode.Unknown, $"'{request.Id}' is still used by '{user}'"));
        FailAfterwards("delete", request.Name, request.Id, new Struct());
        return Task.FromResult(new Empty());
    }

    public override Task<InvokeResponse> Invoke(InvokeRequest request, ServerCallContext context)
    {
        cloud.Calls.Enqueue($"invoke {request.Tok}");
        return Task.FromResult(new InvokeResponse { Return = request.Args });
    }

    public override Task<Empty> Cancel(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    private DiffResponse Difference(DiffRequest request, Func<string, bool> replaces, Func<string, bool> first)
    {
        string[] changed =
        [
            .. request.News.Fields.Keys.Union(request.OldInputs.Fields.Keys).Order(StringComparer.Ordinal)
                .Where(key => !Equals(request.News.Fields.GetValueOrDefault(key), request.OldInputs.Fields.GetValueOrDefault(key)))
                .Where(key => !request.IgnoreChanges.Contains(key)),
        ];
        var replacing = changed.Where(replaces).ToArray();
        var response = new DiffResponse
        {
            Changes = changed.Length == 0 ? DiffResponse.Types.DiffChanges.DiffNone : DiffResponse.Types.DiffChanges.DiffSome,
            Diffs = { changed },
            Replaces = { replacing },
            DeleteBeforeReplace = replacing.Any(first),
        };
        if (!cloud.Has("detailed")) return response;
        response.HasDetailedDiff = true;
        foreach (var key in changed)
        {
            var kind = replacing.Contains(key) ? PropertyDiff.Types.Kind.UpdateReplace : PropertyDiff.Types.Kind.Update;
            response.DetailedDiff.Add(key, new PropertyDiff { Kind = kind, InputDiff = true });
        }

        return response;
    }

    private static Struct Inputs(Struct thing)
    {
        var inputs = thing.Clone();
        inputs.Fields.Remove("address");
        return inputs;
    }

    private void Fail(string verb, string name)
    {
        if (cloud.Faults.GetValueOrDefault($"{verb} {name}".TrimEnd()) == "fails")
            throw new RpcException(new Status(StatusCode.Unknown, $"{verb} of '{name}' was refused"));
    }

    private void FailAfterwards(string verb, string name, string id, Struct made)
    {
        switch (cloud.Faults.GetValueOrDefault($"{verb} {name}"))
        {
            case "partial": throw FailureTests.InitFailed(id, $"{name} is not ready", made, Inputs(made));
            case "lost": throw new RpcException(new Status(StatusCode.Unavailable, "connection reset"));
        }
    }
}
