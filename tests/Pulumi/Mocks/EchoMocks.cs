using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace PipAi.Pulumi.Tests.Mocks;

/// <summary>Mocks that keep what they are asked and echo the inputs.</summary>
internal sealed class EchoMocks : IMocks
{
    public ConcurrentDictionary<string, MockResourceArgs> Resources { get; } = new();

    public ConcurrentQueue<MockRegisterResourceOutputsRequest> Outputs { get; } = new();

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Resources[args.Name!] = args;
        return Task.FromResult<(string?, object)>(($"{args.Name}-id", args.Inputs));
    }

    public Task<object> CallAsync(MockCallArgs args) =>
        Task.FromResult<object>(ImmutableDictionary<string, object>.Empty.Add("token", args.Token!));

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        Outputs.Enqueue(args);
        return Task.CompletedTask;
    }
}
