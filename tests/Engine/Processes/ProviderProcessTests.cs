using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using Microsoft.Extensions.Time.Testing;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests.Processes;

/// <summary>Providers that die or hang.</summary>
public sealed class ProviderProcessTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private readonly ProcessStack stack = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Create b", "Create")]
    [InlineData("Check b", "Check")]
    public async Task A_provider_that_crashes_fails_the_step_with_its_last_words_and_nothing_is_lost(string call, string named)
    {
        await ProcessRole.FaultAsync(stack.Folder, "die", call);
        var error = Error(await stack.UpAsync());
        Assert.StartsWith(
            $"The provider 'test' went away during {named}: its process ended with exit code 134. It said:\n    the provider is at work\n",
            error, StringComparison.Ordinal);
        Assert.Contains("the provider ran out of luck", error, StringComparison.Ordinal);
        await FinishAsync("die");
    }

    [Fact]
    public async Task A_provider_that_is_killed_fails_the_step_and_nothing_is_lost()
    {
        await ProcessRole.FaultAsync(stack.Folder, "hang", "Create b");
        var running = stack.UpAsync();
        await ProcessStack.UntilAsync(() => File.Exists(stack["hanging"]));
        using (var provider = System.Diagnostics.Process.GetProcessById(stack.Pid("provider"))) provider.Kill();
        Assert.StartsWith(
            "The provider 'test' went away during Create: its process ended with exit code 137.", Error(await running),
            StringComparison.Ordinal);
        await FinishAsync("hang");
    }

    [Fact]
    public async Task A_provider_whose_process_hangs_is_noticed_and_ended()
    {
        await ProcessRole.FaultAsync(stack.Folder, "freeze", "Create b");
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var running = new StackEngine(stack.Context with { Time = time, ProviderTimeout = Timeout }).UpAsync(
            new UpOptions(), null, Cancellation);
        await ProcessStack.UntilAsync(() => stack.IsFrozen("provider"));
        await ProcessStack.UntilAsync(() =>
        {
            time.Advance(Timeout / 4);
            return running.IsCompleted;
        });
        Assert.Equal(
            "The provider 'test' went away during Create: it gave no sign of life for 120 s. It said:\n    the provider is at work",
            Error(await running));
        Assert.False(stack.IsAlive("provider"));
        await FinishAsync("freeze");
    }

    [Fact]
    public async Task A_provider_that_takes_long_but_answers_when_it_is_asked_is_left_alone()
    {
        await using var alone = await TestStack.CreateAsync();
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        alone.Cloud.Before = async (verb, _) =>
        {
            if (verb != "Create") return;
            begun.SetResult();
            await mayEnd.Task;
        };
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var engine = new StackEngine(
            alone.Context with { Time = time, ProviderTimeout = Timeout, Program = FakeProgram.Of(new Wanted("a")) });
        var running = engine.UpAsync(new UpOptions(), null, Cancellation);
        await begun.Task.WaitAsync(Cancellation);
        // Half of its patience, and no further: how long the answer takes must not count here.
        time.Advance(Timeout / 4);
        time.Advance(Timeout / 4);
        await ProcessStack.UntilAsync(() => alone.Cloud.Asked == 1);
        time.Advance(Timeout / 4);
        Assert.False(running.IsCompleted);
        mayEnd.SetResult();
        Assert.True((await running).Succeeded);
    }

    [Fact]
    public async Task A_call_that_overruns_its_custom_timeout_fails_and_its_outcome_counts_as_unknown()
    {
        await using var alone = await TestStack.CreateAsync();
        var hangs = new TaskCompletionSource();
        alone.Cloud.After = (verb, _) => verb == "Create" ? hangs.Task : Task.CompletedTask;
        var engine = new StackEngine(alone.Context with
        {
            // A clock that stands still, so that the provider is not asked for signs of life: it could be too slow to give one.
            Time = new FakeTimeProvider(DateTimeOffset.UtcNow),
            ProviderTimeout = TimeSpan.FromSeconds(1),
            Program = FakeProgram.Of(new Wanted("a") { Options = request => request.CustomTimeouts = new() { Create = "1s" } }),
        });
        var result = await engine.UpAsync(new UpOptions(), null, Cancellation);
        hangs.SetResult();
        Assert.Equal(
            "The provider 'test' went away during Create: it did not end within 1 s, the limit that the resource's customTimeouts set.",
            Error(result));
        Assert.Equal("creating", Assert.Single(await alone.Store.PendingOperationsAsync(Cancellation)).Kind);
    }

    public void Dispose() => stack.Dispose();

    private static string Error(UpdateResult result)
    {
        Assert.Equal(ExitCategory.Resource, result.Failure);
        return Assert.Single(result.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Message;
    }

    /// <summary>Without the fault the next run makes what is missing, and nothing twice.</summary>
    private async Task FinishAsync(string fault)
    {
        File.Delete(stack[fault]);
        Assert.True((await stack.UpAsync()).Succeeded);
        Assert.Equal(3, stack.Items);
        Assert.Empty(await stack.Store.PendingOperationsAsync(Cancellation));
    }
}
