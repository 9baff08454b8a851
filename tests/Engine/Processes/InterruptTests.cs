using EmbeddedPulumi.Engine.Errors;

namespace PipAi.Engine.Tests.Processes;

/// <summary>Ctrl-C, sent to an engine that is a process.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly ProcessStack stack = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Once_the_call_in_flight_finishes_and_is_saved_and_nothing_new_begins()
    {
        await ProcessRole.FaultAsync(stack.Folder, "hang", "Create b");
        using var engine = stack.StartEngine();
        await ProcessStack.UntilAsync(() => File.Exists(stack["hanging"]));
        await ProcessStack.InterruptAsync(engine);
        File.Delete(stack["hang"]);
        await CheckEndAsync(engine);
        Assert.Equal(2, stack.Items);
        Assert.Equal(["a", "b"], await ThingsAsync());
        Assert.Empty(await stack.Store.PendingOperationsAsync(Cancellation));
        await FinishAsync();
    }

    [Fact]
    public async Task Twice_it_stops_at_once_and_keeps_the_intent_of_the_call_in_flight()
    {
        await ProcessRole.FaultAsync(stack.Folder, "hang", "Create b");
        using var engine = stack.StartEngine();
        await ProcessStack.UntilAsync(() => File.Exists(stack["hanging"]));
        await ProcessStack.InterruptAsync(engine);
        await ProcessStack.InterruptAsync(engine);
        await CheckEndAsync(engine);
        Assert.Equal(["a"], await ThingsAsync());
        var pending = Assert.Single(await stack.Store.PendingOperationsAsync(Cancellation));
        Assert.Equal(("creating", true), (pending.Kind, pending.Urn.EndsWith("::b", StringComparison.Ordinal)));
        File.Delete(stack["hang"]);
        await FinishAsync();
    }

    public void Dispose() => stack.Dispose();

    private async Task CheckEndAsync(System.Diagnostics.Process engine)
    {
        var (code, _) = await ProcessStack.EndOfAsync(engine);
        Assert.Equal(ProcessRole.CodeOf(ExitCategory.Cancelled), code);
        Assert.False(stack.IsAlive("program") || stack.IsAlive("provider"));
        Assert.Empty(await stack.Store.LocksAsync(Cancellation));
    }

    private async Task<string[]> ThingsAsync() =>
        [.. (await stack.Store.ResourcesAsync(Cancellation)).Where(resource => resource.Type == "test:index:Thing").Select(
            resource => resource.Name).Order()];

    private async Task FinishAsync()
    {
        Assert.True((await stack.UpAsync()).Succeeded);
        Assert.Equal(3, stack.Items);
        Assert.Equal(["a", "b", "c"], await ThingsAsync());
    }
}
