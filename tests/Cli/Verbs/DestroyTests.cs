using PipAi.EngineTesting;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

public sealed class DestroyTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;

    [Fact]
    public async Task Everything_goes_what_is_protected_too_and_no_file_of_the_rehearsal_is_left()
    {
        pipai.Program = SampleProgram.Of(more: new Wanted("kept") { DependsOn = ["key"], Options = request => request.Protect = true });
        (await pipai.RunAsync("cloud", "start")).Ended(0);
        (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
        var destroyed = (await pipai.RunAsync("destroy", "--yes")).Ended(0);
        Approved.Text(destroyed.ToString());
        Assert.Equal(
            ["Delete kept", "Delete key", "Delete workers-iad-1", "Delete workers"], pipai.Provider.CallsOf("Delete"));
        Assert.False(Directory.Exists(pipai.Home), "the home is still there");
        Assert.Equal(
            "Stack 'prod' is not deployed here; there is nothing to destroy.\n",
            (await pipai.RunAsync("destroy", "--yes")).Ended(0).Errors);
    }

    [Fact]
    public async Task As_JSON_it_says_what_went()
    {
        (await pipai.RunAsync("cloud", "start")).Ended(0);
        (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
        var destroyed = (await pipai.RunAsync("destroy", "--yes", "--json")).Ended(0).Json;
        Assert.Equal("destroyed", destroyed.GetProperty("result").GetString());
        Assert.Equal(4, destroyed.GetProperty("changes").GetProperty("delete").GetInt32());
        Assert.All(destroyed.GetProperty("steps").EnumerateArray(), step => Assert.Equal("delete", step.GetProperty("op").GetString()));
        Assert.Equal("succeeded", (await pipai.RunAsync("destroy", "--yes", "--json")).Json.GetProperty("result").GetString());
    }

    [Fact]
    public async Task Of_what_is_named_alone_something_goes_and_the_rest_is_as_it_was()
    {
        await pipai.DeployAsync();
        var destroyed = (await pipai.RunAsync("destroy", "--yes", "--target", "**Secret**")).Ended(0);
        Assert.Equal(["Delete key"], pipai.Provider.CallsOf("Delete"));
        Assert.Contains("- 1 deleted", destroyed.Output, StringComparison.Ordinal);
        (await pipai.RunAsync("destroy", "--yes", "--exclude", SampleProgram.App)).Ended(0);
        Assert.Equal(["Delete key", "Delete workers-iad-1"], pipai.Provider.CallsOf("Delete"));
        Assert.Contains(SampleProgram.App, File.ReadAllText(pipai.StateFile), StringComparison.Ordinal);
        (await pipai.RunAsync("status")).Ended(0);
    }

    [Fact]
    public async Task What_is_protected_and_named_stays()
    {
        pipai.Program = SampleProgram.Of(more: new Wanted("kept") { Options = request => request.Protect = true });
        await pipai.DeployAsync();
        var refused = await pipai.RunAsync("destroy", "--yes", "--target", "**::kept");
        Assert.NotEqual(0, refused.Exit);
        Assert.Empty(pipai.Provider.CallsOf("Delete"));
        Assert.Contains("kept", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_asked_what_it_is_about()
    {
        await pipai.DeployAsync();
        var whole = (await pipai.AnsweringAsync("no", "destroy")).Ended(8);
        Assert.Equal("Destroy everything in the rehearsal of 'prod'? [yes/no] ", whole.Errors);
        var part = (await pipai.AnsweringAsync("no", "destroy", "--target", SampleProgram.App)).Ended(8);
        Assert.Equal("Destroy the named resources in the rehearsal of 'prod'? [yes/no] ", part.Errors);
        Assert.Contains("pass --yes", (await pipai.RunAsync("destroy")).Ended(2).Errors, StringComparison.Ordinal);
        Assert.Empty(pipai.Provider.CallsOf("Delete"));
        (await pipai.RunAsync("destroy", "--yes", "--stack", "prd")).Ended(6);
    }

    [Fact]
    public async Task A_provider_that_fails_leaves_what_is_left_in_the_state()
    {
        await pipai.DeployAsync();
        pipai.Provider.Before = (verb, _) => verb == "Delete"
            ? throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.FailedPrecondition, "it is in use")) : Task.CompletedTask;
        var failed = (await pipai.RunAsync("destroy", "--yes", "--target", "**Secret**")).Ended(4);
        Assert.Empty(failed.Output);
        Assert.EndsWith(
            "error: The destruction did not finish; what is left is in the state, and the next run goes on from there.\n"
                + "    ./pipai destroy --stack prod --yes\n", failed.Errors, StringComparison.Ordinal);
        Assert.Contains("it is in use", failed.Errors, StringComparison.Ordinal);
        var json = (await pipai.RunAsync("destroy", "--yes", "--target", "**Secret**", "--json")).Ended(4).Json;
        Assert.Equal("failed", json.GetProperty("result").GetString());
    }

    public async ValueTask InitializeAsync()
    {
        pipai = await TestCheckout.CreateAsync();
        pipai.Program = SampleProgram.Of();
    }

    public async ValueTask DisposeAsync()
    {
        await pipai.RunAsync("cloud", "stop");
        await pipai.DisposeAsync();
    }
}
