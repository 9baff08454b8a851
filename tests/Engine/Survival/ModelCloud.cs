using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace PipAi.Engine.Tests.Survival;

/// <summary>What goes wrong at one provider call.</summary>
internal enum Fault
{
    None,

    /// <summary>The provider refuses; nothing happened.</summary>
    Refused,

    /// <summary>The call had its effect, but its answer is lost.</summary>
    AnswerLost,

    /// <summary>The call had its effect, and the resource is not ready.</summary>
    NotReady,

    /// <summary>The engine is killed before the call has an effect.</summary>
    KilledBefore,

    /// <summary>The engine is killed when the call has had its effect.</summary>
    KilledAfter,
}

/// <summary>
/// A cloud whose resources have unique names that the provider chooses, as real ones do. Creating a name that exists takes it up.
/// </summary>
internal sealed class ModelCloud : ResourceProvider.ResourceProviderBase
{
    private readonly Lock gate = new();
    private int serial;
    private int calls;

    public sealed record Item(string Id, string Urn, string Name, Struct Inputs);

    public Dictionary<string, Item> Items { get; } = [];

    /// <summary>Faults by number of the changing call, counted from 0.</summary>
    public Dictionary<int, Fault> Faults { get; set; } = [];

    /// <summary>The engine that calls is dead; nothing it still does counts.</summary>
    public bool Killed { get; set; }

    public int Calls => calls;

    public void Restart(Dictionary<int, Fault> faults) => (Faults, Killed, calls) = (faults, false, 0);

    public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, ServerCallContext context) =>
        Task.FromResult(new ProviderHandshakeResponse { AcceptSecrets = true, AcceptResources = true });

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, ServerCallContext context) =>
        Task.FromResult(new ConfigureResponse { AcceptSecrets = true, SupportsPreview = true });

    public override Task<CheckResponse> CheckConfig(CheckRequest request, ServerCallContext context) =>
        Task.FromResult(new CheckResponse { Inputs = request.News });

    public override Task<DiffResponse> DiffConfig(DiffRequest request, ServerCallContext context) =>
        Task.FromResult(new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffNone });

    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context)
    {
        var inputs = request.News.Clone();
        inputs.Fields["name"] = request.Olds.Fields.TryGetValue("name", out var old)
            ? old
            : Value.ForString($"{request.Name}-{Convert.ToHexStringLower(SHA256.HashData(request.RandomSeed.Span))[..8]}");
        return Task.FromResult(new CheckResponse { Inputs = inputs });
    }

    public override Task<DiffResponse> Diff(DiffRequest request, ServerCallContext context)
    {
        var changed = request.News.Fields.Keys.Union(request.OldInputs.Fields.Keys)
            .Where(key => !Equals(request.News.Fields.GetValueOrDefault(key), request.OldInputs.Fields.GetValueOrDefault(key))).ToArray();
        return Task.FromResult(new DiffResponse
        {
            Changes = changed.Length == 0 ? DiffResponse.Types.DiffChanges.DiffNone : DiffResponse.Types.DiffChanges.DiffSome,
            Diffs = { changed },
            Replaces = { changed.Where(key => key is "kind") },
        });
    }

    public override Task<CreateResponse> Create(CreateRequest request, ServerCallContext context)
    {
        if (request.Preview) return Task.FromResult(new CreateResponse { Properties = request.Properties });
        var name = request.Properties.Fields["name"].StringValue;
        string id = "";
        var answer = Around(() =>
        {
            id = Items.Values.FirstOrDefault(item => item.Name == name)?.Id ?? $"id{++serial}";
            Items[id] = new Item(id, request.Urn, name, request.Properties);
            return new CreateResponse { Id = id, Properties = Outputs(id, request.Properties) };
        }, () => (id, Outputs(id, request.Properties), request.Properties));
        return Task.FromResult(answer);
    }

    public override Task<UpdateResponse> Update(UpdateRequest request, ServerCallContext context)
    {
        if (request.Preview) return Task.FromResult(new UpdateResponse { Properties = request.News });
        return Task.FromResult(Around(() =>
        {
            var item = Items.GetValueOrDefault(request.Id) ?? throw new RpcException(new Status(StatusCode.NotFound, $"no {request.Id}"));
            Items[request.Id] = item with { Inputs = request.News };
            return new UpdateResponse { Properties = Outputs(request.Id, request.News) };
        }, () => (request.Id, Outputs(request.Id, request.News), request.News)));
    }

    public override Task<ReadResponse> Read(ReadRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            return Task.FromResult(Items.TryGetValue(request.Id, out var item)
                ? new ReadResponse { Id = item.Id, Properties = Outputs(item.Id, item.Inputs), Inputs = item.Inputs }
                : new ReadResponse());
        }
    }

    public override Task<Empty> Delete(DeleteRequest request, ServerCallContext context) => Task.FromResult(Around(() =>
    {
        Items.Remove(request.Id);
        return new Empty();
    }, null));

    private static Struct Outputs(string id, Struct inputs)
    {
        var outputs = inputs.Clone();
        outputs.Fields["address"] = Value.ForString($"test://{id}");
        return outputs;
    }

    private T Around<T>(Func<T> effect, Func<(string Id, Struct Outputs, Struct Inputs)>? partial)
    {
        lock (gate) return AroundLocked(effect, partial);
    }

    private T AroundLocked<T>(Func<T> effect, Func<(string Id, Struct Outputs, Struct Inputs)>? partial)
    {
        if (Killed) throw Gone();
        var fault = Faults.GetValueOrDefault(calls++);
        if (fault == Fault.KilledBefore) Killed = true;
        if (Killed) throw Gone();
        if (fault == Fault.Refused) throw new RpcException(new Status(StatusCode.Internal, "refused"));
        var answer = effect();
        if (fault == Fault.KilledAfter) Killed = true;
        if (fault is Fault.KilledAfter or Fault.AnswerLost) throw Gone();
        if (fault == Fault.NotReady && partial is not null) throw NotReady(partial());
        return answer;
    }

    private static RpcException Gone() => new(new Status(StatusCode.Unavailable, "gone"));

    private static RpcException NotReady((string Id, Struct Outputs, Struct Inputs) partial)
    {
        var detail = new ErrorResourceInitFailed
        {
            Id = partial.Id,
            Properties = partial.Outputs,
            Inputs = partial.Inputs,
            Reasons = { "not ready" },
        };
        var status = new EmbeddedPulumi.Protocol.Wire.Status
        {
            Code = (int)StatusCode.Unknown,
            Message = "not ready",
            Details = { Any.Pack(detail) },
        };
        return new RpcException(
            new Status(StatusCode.Unknown, "not ready"), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
    }
}
