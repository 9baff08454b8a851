using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

/// <summary>A run that is told to stop says that it was cancelled, whatever it was at, and loses nothing of what it did.</summary>
public sealed class CancellationTests
{
    [Theory]
    [InlineData("preview", "Check")]
    [InlineData("up", "Check")]
    [InlineData("up", "Create")]
    [InlineData("up", "Update")]
    [InlineData("up", "Delete")]
    [InlineData("up", "Read")]
    [InlineData("refresh", "Read")]
    [InlineData("destroy", "Delete")]
    public async Task A_run_that_is_stopped_in_any_phase_is_cancelled(string operation, string phase)
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("size", 1)), new Wanted("b", ("size", 1)) { DependsOn = ["a"] });
        using var stop = new CancellationTokenSource();
        stack.Cloud.Before = async (verb, _) =>
        {
            if (verb == phase) await stop.CancelAsync();
        };
        var engine = stack.Engine(phase switch
        {
            "Create" => FakeProgram.Of(new Wanted("c"), new Wanted("d") { DependsOn = ["c"] }),
            "Delete" => FakeProgram.Of(),
            _ => FakeProgram.Of(new Wanted("a", ("size", 2)), new Wanted("b", ("size", 2)) { DependsOn = ["a"] }),
        });
        OperationResult result = operation switch
        {
            "preview" => await engine.PreviewAsync(new PreviewOptions(), null, stop.Token),
            "up" => await engine.UpAsync(new UpOptions { Refresh = phase == "Read" }, null, stop.Token),
            "refresh" => await engine.RefreshAsync(new RefreshOptions(), null, stop.Token),
            _ => await engine.DestroyAsync(new DestroyOptions(), null, stop.Token),
        };
        Assert.True(stop.IsCancellationRequested, $"nothing was asked to {phase}");
        Assert.Equal(ExitCategory.Cancelled, result.Failure);
        Assert.Empty(await stack.Store.PendingOperationsAsync(TestContext.Current.CancellationToken));
        stack.Cloud.Before = (_, _) => Task.CompletedTask;
        Assert.True((await stack.UpAsync(new Wanted("a", ("size", 3)))).Succeeded);
        Assert.Single(stack.Cloud.Resources);
    }

    [Fact]
    public async Task One_that_is_stopped_while_it_asks_has_changed_nothing_and_leaves_no_lock()
    {
        await using var stack = await TestStack.CreateAsync();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stack.Engine(FakeProgram.Of(new Wanted("a"))).UpAsync(
            new UpOptions
            {
                Confirm = async (_, cancellation) =>
                {
                    await stop.CancelAsync();
                    cancellation.ThrowIfCancellationRequested();
                    return true;
                },
            },
            null,
            stop.Token));
        Assert.Empty(stack.Cloud.Calls);
        Assert.Empty(await stack.Store.LocksAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_first_cancellation_lets_calls_in_flight_finish_and_begins_nothing_new()
    {
        await using var stack = await TestStack.CreateAsync();
        using var stop = new CancellationTokenSource();
        stack.Cloud.After = async (_, _) => await stop.CancelAsync();
        var engine = stack.Engine(FakeProgram.Of(new Wanted("a"), new Wanted("b") { DependsOn = ["a"] }));
        var result = await engine.UpAsync(new UpOptions(), null, stop.Token);
        Assert.Equal(ExitCategory.Cancelled, result.Failure);
        Assert.Equal(["Create a"], stack.Cloud.Calls);
        Assert.Contains(
            await stack.Store.ResourcesAsync(CancellationToken.None), resource => resource.Name == "a" && resource.Resource.Id.Length > 0);
    }

    [Fact]
    public async Task A_cancellation_while_an_update_deletes_is_no_success()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"), new Wanted("b") { DependsOn = ["a"] });
        using var stop = new CancellationTokenSource();
        stack.Cloud.After = async (_, _) => await stop.CancelAsync();
        var result = await stack.Engine(FakeProgram.Of()).UpAsync(new UpOptions(), null, stop.Token);
        Assert.Equal(ExitCategory.Cancelled, result.Failure);
        Assert.Equal(["Delete b"], stack.Cloud.CallsOf("Delete"));
        Assert.Single(stack.Cloud.Resources);
    }

    [Fact]
    public async Task The_second_cancellation_leaves_calls_behind_and_keeps_their_intents()
    {
        await using var stack = await TestStack.CreateAsync();
        using var stop = new CancellationTokenSource();
        using var stopNow = new CancellationTokenSource();
        var hangs = new TaskCompletionSource();
        stack.Cloud.After = async (_, _) =>
        {
            await stop.CancelAsync();
            await stopNow.CancelAsync();
            await hangs.Task;
        };
        var result = await stack.Engine(FakeProgram.Of(new Wanted("a"))).UpAsync(
            new UpOptions { ForcedStop = stopNow.Token }, null, stop.Token);
        hangs.SetResult();
        Assert.Equal(ExitCategory.Cancelled, result.Failure);
        Assert.Equal("creating", Assert.Single(await stack.Store.PendingOperationsAsync(CancellationToken.None)).Kind);
        stack.Cloud.After = (_, _) => Task.CompletedTask;
        Assert.True((await stack.UpAsync(new Wanted("a"))).Succeeded);
        Assert.Single(stack.Cloud.Resources);
    }
}
