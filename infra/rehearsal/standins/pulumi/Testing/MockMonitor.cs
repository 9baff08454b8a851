using System.Collections.Concurrent;
using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi.Testing;

/// <summary>Answers a program under test from mocks.</summary>
internal sealed class MockMonitor(IMocks mocks, string project, string stack) : IMonitor
{
    private readonly Lock gate = new();
    private readonly List<Resource> resources = [];
    private readonly ConcurrentDictionary<string, PropertyMap> states = new();

    /// <summary>The resources of the program, in the order of their registration.</summary>
    public ImmutableArray<Resource> Resources
    {
        get
        {
            lock (gate) return [.. resources];
        }
    }

    public Task<bool> SupportsFeatureAsync(string feature) => Task.FromResult(feature != Features.OutputValues);

    public async Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request)
    {
        Remember(resource);
        var urn = UrnOf(request.Parent, request.Type, request.Name);
        if (request.Type == TypeTokens.Stack) return new RegisterResourceResponse { Urn = urn, Object = new Struct() };
        var (id, state) = await NewAsync(urn, new MockResourceArgs
        {
            Type = request.Type,
            Name = request.Name,
            Inputs = Plain(request.Object),
            Provider = request.Provider,
            Id = request.ImportId,
        }, request.ImportId).ConfigureAwait(false);
        return new RegisterResourceResponse { Urn = urn, Id = id, Object = PropertyWire.Encode(state) };
    }

    public async Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request)
    {
        Remember(resource);
        var urn = UrnOf(request.Parent, request.Type, request.Name);
        var (_, state) = await NewAsync(urn, new MockResourceArgs
        {
            Type = request.Type,
            Name = request.Name,
            Inputs = Plain(request.Properties),
            Provider = request.Provider,
            Id = request.Id,
        }, request.Id).ConfigureAwait(false);
        return new ReadResourceResponse { Urn = urn, Properties = PropertyWire.Encode(state) };
    }

    public Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request) =>
        mocks.RegisterResourceOutputs(new MockRegisterResourceOutputsRequest(
            request.Urn,
            PropertyWire.Decode(request.Outputs).ToImmutableDictionary(
                output => output.Key,
                output => new Output<object?>(Task.FromResult(PropertyReader.ReadPlain(output.Value))))));

    public async Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request)
    {
        if (request.Tok == TypeTokens.GetResource)
        {
            var urn = request.Args.Fields["urn"].StringValue;
            var known = states.GetValueOrDefault(urn) ?? throw new InvalidOperationException($"Unknown resource {urn}");
            return new ResourceInvokeResponse { Return = PropertyWire.Encode(known) };
        }

        return new ResourceInvokeResponse { Return = await CallAsync(request.Tok, request.Args, request.Provider).ConfigureAwait(false) };
    }

    public async Task<CallResponse> CallAsync(ResourceCallRequest request) =>
        new() { Return = await CallAsync(request.Tok, request.Args, request.Provider).ConfigureAwait(false) };

    public Task<string> RegisterPackageAsync(Pulumirpc.RegisterPackageRequest request) =>
        Task.FromResult($"{request.Name}-{request.Version}");

    public Task RegisterStackInvokeTransformAsync(Callback callback) => Task.CompletedTask;

    public Task SignalAndWaitForShutdownAsync() => Task.CompletedTask;

    private static ImmutableDictionary<string, object> Plain(Struct properties)
    {
        var plain = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (key, value) in PropertyWire.Decode(properties))
        {
            if (PropertyReader.ReadPlain(value) is { IsKnown: true, Value: { } known }) plain.Add(key, known);
        }

        return plain.ToImmutable();
    }

    private static async Task<PropertyMap> StateAsync(object state)
    {
        var given = state is IDictionary<string, object> dictionary ? dictionary.ToImmutableDictionary() : state;
        var serialized = await new PropertySerializer(keepResources: true).SerializeAsync("", given).ConfigureAwait(false);
        return serialized is EmbeddedPulumi.Protocol.PropertyValue.Map { Entries: var entries }
            ? entries
            : throw new InvalidOperationException($"{state.GetType().FullName} is not a supported argument type");
    }

    private async Task<Struct> CallAsync(string token, Struct args, string provider)
    {
        var call = new MockCallArgs { Token = token, Args = Plain(args), Provider = provider };
        var result = await mocks.CallAsync(call).ConfigureAwait(false);
        return PropertyWire.Encode(await StateAsync(result).ConfigureAwait(false));
    }

    private async Task<(string Id, PropertyMap State)> NewAsync(string urn, MockResourceArgs args, string givenId)
    {
        var (mocked, outputs) = await mocks.NewResourceAsync(args).ConfigureAwait(false);
        var (id, state) = (mocked ?? givenId, await StateAsync(outputs).ConfigureAwait(false));
        states[urn] = PropertyMap.Of(("urn", urn), ("id", id), ("state", state));
        return (id, state);
    }

    private void Remember(Resource resource)
    {
        lock (gate) resources.Add(resource);
    }

    // The official mock names only the outermost parent type, and tests compare URNs.
    private string UrnOf(string parent, string type, string name)
    {
        var qualified = parent.Length == 0
            ? type
            : EmbeddedPulumi.Protocol.Urn.Parse(parent).QualifiedType.Split('$')[0] + "$" + type;
        return $"urn:pulumi:{stack}::{project}::{qualified}::{name}";
    }
}
