using EmbeddedPulumi.Engine.Errors;
using Grpc.Core;
using PipAi.Engine.Tests.Fakes;
using Pulumirpc;

namespace PipAi.Engine.Tests;

/// <summary>Calls whose answer was lost: looked at, told, never blindly repeated.</summary>
public sealed class InterruptedCallTests
{
    [Fact]
    public async Task A_creation_whose_answer_is_lost_is_found_again()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.After = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "connection reset"));
        var lost = await stack.UpAsync(new Wanted("a"));
        Assert.Equal(ExitCategory.Resource, lost.Failure);
        var pending = Assert.Single(await stack.Store.PendingOperationsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("creating", pending.Kind);

        stack.Cloud.After = (_, _) => Task.CompletedTask;
        Assert.True((await stack.UpAsync(new Wanted("a"))).Succeeded);
        Assert.Single(stack.Cloud.Resources);
        Assert.Empty(await stack.Store.PendingOperationsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_creation_whose_answer_is_lost_stays_in_mind_when_what_is_made_has_another_name()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.After = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "connection reset"));
        await stack.UpAsync(new Wanted("a", ("kind", "x"), ("size", 1)));
        stack.Cloud.After = (_, _) => Task.CompletedTask;
        Assert.True((await stack.UpAsync(new Wanted("a", ("kind", "y"), ("size", 2)))).Succeeded);
        Assert.Equal(2, stack.Cloud.Resources.Count);
        Assert.Single(await stack.Store.PendingOperationsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_creation_that_crashed_its_provider_stops_nothing_else_and_ends_with_what_it_was_for()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.Before = (verb, name) =>
            verb == "Create" && name == "bad" ? throw new RpcException(new Status(StatusCode.Unavailable, "crashed")) : Task.CompletedTask;
        await stack.UpAsync(new Wanted("bad", ("size", 1)));
        // It crashes whenever it is asked; what does not ask for it any more is done.
        foreach (var goal in (Wanted[][])[[new Wanted("a")], [new Wanted("a", ("size", 2))]])
            Assert.True((await stack.UpAsync(goal)).Succeeded);
        Assert.True((await stack.RefreshAsync()).Succeeded);
        Assert.True((await stack.DestroyAsync()).Succeeded);
    }

    [Fact]
    public async Task A_replacement_that_was_interrupted_and_is_not_wanted_any_more_spares_the_original_and_the_plan_says_so()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("kind", "x")));
        stack.Cloud.After = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "connection reset"));
        await stack.UpAsync(new Wanted("a", ("kind", "y")));
        stack.Cloud.After = (_, _) => Task.CompletedTask;
        var original = (await stack.Store.ResourcesAsync(TestContext.Current.CancellationToken)).Single(
            resource => resource.Name == "a").Resource.Id;
        var plan = await stack.PreviewAsync(new Wanted("a", ("kind", "x")));
        Assert.Contains(
            plan.Diagnostics, diagnostic => diagnostic.Message.Contains("interrupted while creating 'a'", StringComparison.Ordinal));
        Assert.Equal(["same a"], TestStack.Steps(plan));
        Assert.Equal(["same a"], TestStack.Steps(await stack.UpAsync(new Wanted("a", ("kind", "x")))));
        Assert.Contains(original, stack.Cloud.Resources.Keys);
    }

    [Fact]
    public async Task A_provider_may_log_while_it_settles_an_interrupted_call()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.After = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "connection reset"));
        await stack.UpAsync(new Wanted("a"));
        stack.Cloud.After = async (_, _) =>
        {
            using var channel = Grpc.Net.Client.GrpcChannel.ForAddress($"http://{stack.Cloud.EngineAddress}");
            var request = new LogRequest { Severity = LogSeverity.Info, Message = "building it again" };
            await new Pulumirpc.Engine.EngineClient(channel).LogAsync(request, deadline: DateTime.UtcNow.AddSeconds(30));
        };
        var result = await stack.UpAsync(new Wanted("a"));
        Assert.True(result.Succeeded);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Message == "building it again");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_creation_whose_answer_is_lost_and_that_nobody_wants_any_more_is_told_and_kept_in_mind(bool destroy)
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("other"));
        stack.Cloud.After = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "connection reset"));
        await stack.UpAsync(new Wanted("a"), new Wanted("other"));
        stack.Cloud.After = (_, _) => Task.CompletedTask;
        stack.Cloud.Calls.Clear();
        var result = destroy ? await stack.DestroyAsync() : await stack.UpAsync(new Wanted("other"));
        Assert.True(result.Succeeded);
        Assert.Empty(stack.Cloud.CallsOf("Create"));
        Assert.Contains(
            result.Diagnostics,
            diagnostic => diagnostic.Message.StartsWith("An earlier run was interrupted while creating 'a'.", StringComparison.Ordinal));
        Assert.Equal("creating", Assert.Single(await stack.Store.PendingOperationsAsync(TestContext.Current.CancellationToken)).Kind);
    }
}
