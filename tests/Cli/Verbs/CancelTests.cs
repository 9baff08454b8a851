namespace PipAi.Cli.Tests.Verbs;

public sealed class CancelTests : IAsyncLifetime
{
    // No process has it, and none can.
    private const int Gone = 999_999_999;
    private TestCheckout pipai = null!;

    [Fact]
    public async Task A_lock_is_broken_after_it_was_shown_whose_it_is()
    {
        pipai.Lock(Environment.ProcessId);
        pipai.Lock(Gone, "two");
        var refused = (await pipai.RunAsync("cancel")).Ended(2);
        Assert.Contains($"process {Environment.ProcessId}", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("which no longer runs.", refused.Errors, StringComparison.Ordinal);
        var asked = (await pipai.AnsweringAsync("no", "cancel")).Ended(8);
        Assert.EndsWith(
            "A run that is still at work would be overwritten by the next one. Break the lock? [yes/no] ", asked.Errors,
            StringComparison.Ordinal);
        Assert.Equal(2, Locks().Length);

        var broken = (await pipai.AnsweringAsync("yes", "cancel")).Ended(0);
        Assert.EndsWith("The lock is broken.\n", broken.Errors, StringComparison.Ordinal);
        Assert.Empty(Locks());
    }

    [Fact]
    public async Task As_JSON_it_says_which_locks_were_broken()
    {
        pipai.Lock(Gone);
        var broken = Assert.Single(
            (await pipai.RunAsync("cancel", "--yes", "--json")).Ended(0).Json.GetProperty("broken").EnumerateArray());
        Assert.Equal(Gone, broken.GetProperty("processId").GetInt32());
        Assert.Equal("ann", broken.GetProperty("user").GetString());
        Assert.Equal(Environment.MachineName, broken.GetProperty("host").GetString());
    }

    [Fact]
    public async Task A_stack_that_is_not_locked_needs_no_yes()
    {
        Assert.Equal("Stack 'prod' is not locked.\n", (await pipai.RunAsync("cancel")).Ended(0).Errors);
        Assert.Equal(0, (await pipai.RunAsync("cancel", "--json")).Json.GetProperty("broken").GetArrayLength());
        (await pipai.RunAsync("cancel", "--stack", "staging")).Ended(6);
    }

    [Fact]
    public async Task A_stack_on_which_a_run_is_at_work_takes_no_other()
    {
        await pipai.StartCloudAsync();
        pipai.Lock(Environment.ProcessId);
        pipai.Program = SampleProgram.Of();
        var refused = (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(1);
        Assert.Contains("locked", refused.Errors, StringComparison.Ordinal);
        Assert.Empty(pipai.Provider.Calls);
        (await pipai.RunAsync("cancel", "--yes")).Ended(0);
        (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
    }

    public async ValueTask InitializeAsync() => pipai = await TestCheckout.CreateAsync();

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    private string[] Locks() => Directory.GetFiles(pipai["home/.pulumi/locks/organization/pip-ai/prod"]);
}
