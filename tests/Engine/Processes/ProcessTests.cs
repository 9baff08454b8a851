using System.Collections.Immutable;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;

namespace PipAi.Engine.Tests.Processes;

/// <summary>Real processes, really killed.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly ProcessStack stack = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Create a")]
    [InlineData("Create c")]
    public async Task A_killed_engine_takes_its_children_with_it_and_the_next_run_finishes_the_job(string call)
    {
        await ProcessRole.FaultAsync(stack.Folder, "hang", call);
        using (var engine = stack.StartEngine())
        {
            await ProcessStack.UntilAsync(() => File.Exists(stack["hanging"]));
            engine.Kill();
            await engine.WaitForExitAsync(Cancellation);
        }

        await ProcessStack.UntilAsync(() => !stack.IsAlive("program") && !stack.IsAlive("provider"));
        var pending = Assert.Single(await stack.Store.PendingOperationsAsync(Cancellation));
        Assert.Equal("creating", pending.Kind);
        Assert.True(Assert.Single(await stack.Store.LocksAsync(Cancellation)).IsStale);

        File.Delete(stack["hang"]);
        using (var next = stack.StartEngine())
        {
            var (code, said) = await ProcessStack.EndOfAsync(next);
            Assert.Equal(0, code);
            Assert.Contains("its lock was taken over", said, StringComparison.Ordinal);
        }

        Assert.Equal(3, stack.Items);
        Assert.Empty(await stack.Store.PendingOperationsAsync(Cancellation));
        Assert.False(stack.IsAlive("program") || stack.IsAlive("provider"));
    }

    [Fact]
    public async Task Of_two_runs_at_once_the_second_is_refused_and_names_the_first()
    {
        await ProcessRole.FaultAsync(stack.Folder, "hang", "Create b");
        using var first = stack.StartEngine();
        await ProcessStack.UntilAsync(() => File.Exists(stack["hanging"]));
        var provider = stack.Pid("provider");
        using (var second = stack.StartEngine())
        {
            var (code, said) = await ProcessStack.EndOfAsync(second);
            Assert.Equal(ProcessRole.CodeOf(ExitCategory.Failed), code);
            Assert.Contains($"locked by 1 lock(s): process {first.Id} of", said, StringComparison.Ordinal);
        }

        Assert.Equal(provider, stack.Pid("provider"));
        File.Delete(stack["hang"]);
        Assert.Equal((0, true), await EndAsync(first));
        Assert.Equal(3, stack.Items);
    }

    [Fact]
    public async Task What_cannot_be_started_is_named()
    {
        var context = stack.Context;
        var program = await Assert.ThrowsAsync<EngineException>(() =>
            new StackEngine(context with { Program = LaunchCommand.Process("/nowhere/program") }).PreviewAsync(
                new PreviewOptions(), null, Cancellation));
        Assert.Equal(ErrorCodes.ProgramNotStarted, program.Code);

        var plugins = ImmutableDictionary<string, LaunchCommand>.Empty.Add("test", LaunchCommand.Process("/bin/false"));
        var result = await new StackEngine(context with { Providers = plugins }).PreviewAsync(new PreviewOptions(), null, Cancellation);
        Assert.False(result.Succeeded);
        Assert.Contains(
            result.Diagnostics, diagnostic => diagnostic.Message.Contains("'/bin/false' ended with exit code 1", StringComparison.Ordinal));
    }

    public void Dispose() => stack.Dispose();

    private static async Task<(int Code, bool IsSilent)> EndAsync(System.Diagnostics.Process engine)
    {
        var (code, said) = await ProcessStack.EndOfAsync(engine);
        return (code, !said.Contains("rror", StringComparison.Ordinal));
    }
}
