using System.Collections.Immutable;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
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

    [Fact]
    public async Task An_update_asks_in_this_process_and_acts_in_one_of_the_plugins_own_which_it_starts_for_the_first_change()
    {
        var created = await UpAsync(new Wanted("a", ("size", 1)));
        Assert.True(created.Succeeded);
        Assert.Equal(["create a"], TestStack.Steps(created));
        Assert.Equal(1, stack.Items);

        File.Delete(stack["provider.pid"]);
        var same = await UpAsync(new Wanted("a", ("size", 1)));
        Assert.True(same.Succeeded);
        Assert.Equal(["same a"], TestStack.Steps(same));
        Assert.False(File.Exists(stack["provider.pid"]));

        Assert.Equal(["update a"], TestStack.Steps(await UpAsync(new Wanted("a", ("size", 2)))));
        Assert.True(File.Exists(stack["provider.pid"]));
    }

    [Fact]
    public async Task What_reads_or_deletes_acts()
    {
        await UpAsync(new Wanted("a"));
        File.Delete(stack["provider.pid"]);
        Assert.Equal(
            ["same a"], TestStack.Steps(await new StackEngine(Context(true)).RefreshAsync(new RefreshOptions(), null, Cancellation)));
        Assert.True(File.Exists(stack["provider.pid"]));
        File.Delete(stack["provider.pid"]);
        Assert.True((await new StackEngine(Context(true)).DestroyAsync(new DestroyOptions(), null, Cancellation)).Succeeded);
        Assert.True(File.Exists(stack["provider.pid"]));
        Assert.Equal(0, stack.Items);
    }

    [Fact]
    public async Task An_actor_that_does_not_start_fails_the_step_and_leaves_nothing_in_doubt()
    {
        await File.WriteAllTextAsync(stack["stillborn"], "", Cancellation);
        var failed = await UpAsync(new Wanted("a"));
        Assert.Equal(ExitCategory.Resource, failed.Failure);
        Assert.Contains(
            "ended with exit code 3 before it printed its port", Assert.Single(failed.Diagnostics).Message, StringComparison.Ordinal);
        File.Delete(stack["stillborn"]);
        Assert.Empty((await UpAsync(new Wanted("a"))).Diagnostics);
        Assert.Equal(1, stack.Items);
    }

    public void Dispose() => stack.Dispose();

    private Task<UpdateResult> UpAsync(params Wanted[] wanted) =>
        new StackEngine(Context(true, wanted)).UpAsync(new UpOptions(), null, Cancellation);

    private Task<PreviewResult> PreviewAsync(bool linked, params Wanted[] more) =>
        new StackEngine(Context(linked, [.. more, new Wanted("a")])).PreviewAsync(new PreviewOptions(), null, Cancellation);

    private StackContext Context(bool linked, params Wanted[] wanted)
    {
        var provider = LaunchCommand.Link(directory => Link(directory, linked), ProcessRole.Command("provider", stack.Folder));
        return stack.Context with
        {
            Providers = ImmutableDictionary<string, LaunchCommand>.Empty.Add("test", provider),
            Program = FakeProgram.Of(wanted),
        };
    }

    private InProcessCallInvoker? Link(string directory, bool linked)
    {
        if (!linked) return null;
        lock (asked) asked.Add(directory);
        var link = new InProcessCallInvoker();
        ResourceProvider.BindService(link.Services, new CheckingProvider());
        return link;
    }

    /// <summary>Takes every input as it is.</summary>
    private sealed class CheckingProvider : ResourceProvider.ResourceProviderBase
    {
        public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, Grpc.Core.ServerCallContext context) =>
            Task.FromResult(new ProviderHandshakeResponse());

        public override Task<ConfigureResponse> Configure(ConfigureRequest request, Grpc.Core.ServerCallContext context) =>
            Task.FromResult(new ConfigureResponse());

        public override Task<CheckResponse> CheckConfig(CheckRequest request, Grpc.Core.ServerCallContext context) =>
            Check(request, context);

        public override Task<CheckResponse> Check(CheckRequest request, Grpc.Core.ServerCallContext context) =>
            Task.FromResult(new CheckResponse { Inputs = request.News });
    }
}
