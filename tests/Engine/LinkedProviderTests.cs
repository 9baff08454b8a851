using System.Collections.Immutable;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Protocol.Rpc;
using PipAi.Engine.Tests.Fakes;
using PipAi.Engine.Tests.Processes;
using Pulumirpc;

namespace PipAi.Engine.Tests;

/// <summary>Providers that are called in the engine's own process.</summary>
public sealed class LinkedProviderTests : IDisposable
{
    private readonly ProcessStack stack = new();
    private readonly List<string> asked = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_linked_provider_is_asked_without_a_process_and_learns_where_the_program_is()
    {
        Assert.True((await PreviewAsync(linked: true)).Succeeded);
        Assert.Equal([stack.Folder], asked);
        Assert.False(File.Exists(stack["provider.pid"]));
    }

    [Fact]
    public async Task Every_provider_of_a_package_gets_a_link_of_its_own()
    {
        Assert.True((await PreviewAsync(linked: true, new Wanted("own") { Type = "pulumi:providers:test" })).Succeeded);
        Assert.Equal([stack.Folder, stack.Folder], asked);
    }

    [Fact]
    public async Task Where_there_is_nothing_to_link_the_process_is_started()
    {
        Assert.True((await PreviewAsync(linked: false)).Succeeded);
        Assert.True(File.Exists(stack["provider.pid"]));
    }

    public void Dispose() => stack.Dispose();

    private Task<PreviewResult> PreviewAsync(bool linked, params Wanted[] more)
    {
        var provider = LaunchCommand.Link(directory => Link(directory, linked), ProcessRole.Command("provider", stack.Folder));
        var context = stack.Context with
        {
            Providers = ImmutableDictionary<string, LaunchCommand>.Empty.Add("test", provider),
            Program = FakeProgram.Of([.. more, new Wanted("a")]),
        };
        return new StackEngine(context).PreviewAsync(new PreviewOptions(), null, Cancellation);
    }

    private RpcLink? Link(string directory, bool linked)
    {
        if (!linked) return null;
        lock (asked) asked.Add(directory);
        var link = new RpcLink();
        ResourceProvider.BindService(link.Services, new CheckingProvider());
        return link;
    }

    /// <summary>Takes every input as it is.</summary>
    private sealed class CheckingProvider : ResourceProvider.ResourceProviderBase
    {
        public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, Grpc.Core.ServerCallContext context) =>
            Task.FromResult(new ProviderHandshakeResponse());

        public override Task<ConfigureResponse> Configure(ConfigureRequest request, Grpc.Core.ServerCallContext context) => Task.FromResult(new ConfigureResponse());

        public override Task<CheckResponse> CheckConfig(CheckRequest request, Grpc.Core.ServerCallContext context) => Check(request, context);

        public override Task<CheckResponse> Check(CheckRequest request, Grpc.Core.ServerCallContext context) =>
            Task.FromResult(new CheckResponse { Inputs = request.News });
    }
}
