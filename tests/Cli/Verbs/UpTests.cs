using Grpc.Core;
using PipAi.EngineTesting;
using PipAi.LocalCloud.Control;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

public sealed class UpTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;

    [Fact]
    public async Task Outputs_and_counts_are_the_answer_and_what_happens_is_told_beside_it()
    {
        await pipai.StartCloudAsync();
        var up = (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
        Assert.DoesNotContain(SampleProgram.Canary, up.ToString(), StringComparison.Ordinal);
        Approved.Text(WithoutPorts(up.ToString()));
        Assert.Equal(["Create workers", "Create workers-iad-1", "Create key"], pipai.Provider.CallsOf("Create"));

        var again = (await pipai.RunAsync("up", "--yes", "--skip-verify", "--expect-no-changes")).Ended(0);
        Assert.Contains("\nNo changes.\n", again.Output, StringComparison.Ordinal);
        Assert.Equal(3, pipai.Provider.CallsOf("Create").Length);
    }

    [Fact]
    public async Task As_JSON_it_says_what_was_done()
    {
        await pipai.StartCloudAsync();
        var up = (await pipai.RunAsync("up", "--yes", "--skip-verify", "--json")).Ended(0);
        Assert.DoesNotContain(SampleProgram.Canary, up.ToString(), StringComparison.Ordinal);
        Assert.Contains(" +   ", up.Errors, StringComparison.Ordinal);
        Approved.Json(Outcome.Redacted(up.Output.Replace(
            $"\"durationSeconds\": {up.Json.GetProperty("durationSeconds")}", "\"durationSeconds\": 0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_person_sees_the_plan_and_is_asked_and_only_a_yes_is_a_yes()
    {
        await pipai.StartCloudAsync();
        foreach (var answer in (string[])["no", "", "yesterday", "YE S"])
        {
            var refused = (await pipai.AnsweringAsync(answer, "up", "--skip-verify")).Ended(8);
            Assert.Empty(refused.Output);
            Assert.Contains("Perform this update? [yes/no] ", refused.Errors, StringComparison.Ordinal);
        }

        Assert.Empty(pipai.Provider.Calls);
        Assert.Equal("cancelled", (await pipai.AnsweringAsync("n", "up", "--json")).Ended(8).Json.GetProperty("result").GetString());
        Approved.Text(WithoutPorts((await pipai.AnsweringAsync(" Yes ", "up", "--skip-verify")).Ended(0).ToString()));
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_nothing_is_done_without_a_yes()
    {
        var refused = (await pipai.RunAsync("up")).Ended(2);
        Assert.Equal(
            "error: `up` changes things and there is nobody to ask: pass --yes.\n    ./pipai up --stack prod --yes\n", refused.Errors);
        Assert.False(Directory.Exists(pipai.Home));
    }

    [Fact]
    public async Task A_plan_that_fails_starts_no_cloud()
    {
        pipai.Executable = "/nowhere/pipai";
        pipai.Program = SampleProgram.Failing();
        var failed = (await pipai.RunAsync("up", "--yes")).Ended(1);
        Assert.Empty(failed.Output);
        Approved.Text($"{failed}{(await pipai.RunAsync("up", "--yes", "--json")).Ended(1)}");
        Assert.False(Directory.Exists(Path.Combine(pipai.Home, "cloud")));
    }

    [Fact]
    public async Task A_provider_that_fails_ends_the_update_which_goes_on_from_there_the_next_time()
    {
        await pipai.StartCloudAsync();
        pipai.Provider.Before = (verb, name) =>
            verb == "Create" && name == "workers-iad-1" ? throw Refusal("no capacity in iad") : Task.CompletedTask;
        var failed = (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(4);
        Assert.Empty(failed.Output);
        Approved.Text(failed.ToString());
        var json = (await pipai.RunAsync("up", "--yes", "--skip-verify", "--json")).Ended(4).Json;
        Assert.Equal("failed", json.GetProperty("result").GetString());
        Assert.Equal(4, json.GetProperty("exitCode").GetInt32());
        var said = Assert.Single(json.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal("no capacity in iad", said.GetProperty("message").GetString());
        Assert.Equal("error", said.GetProperty("severity").GetString());

        pipai.Provider.Before = (_, _) => Task.CompletedTask;
        var up = (await pipai.RunAsync("up", "--yes", "--skip-verify", "--json")).Ended(0).Json;
        Assert.Equal(2, up.GetProperty("changes").GetProperty("create").GetInt32());
        Assert.Equal(1, pipai.Provider.CallsOf("Create").Count(call => call == "Create workers"));
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_what_was_done_saved()
    {
        await pipai.StartCloudAsync();
        pipai.Provider.After = (verb, name) =>
        {
            if (verb == "Create" && name == "workers") pipai.Interrupt();
            return Task.CompletedTask;
        };
        var stopped = (await pipai.RunAsync("up", "--yes", "--skip-verify", "--json")).Ended(8);
        Assert.Equal("cancelled", stopped.Json.GetProperty("result").GetString());
        Assert.Contains("Stopped before the end; what was done is saved.", stopped.Errors, StringComparison.Ordinal);
        Assert.Equal(["Create workers"], pipai.Provider.CallsOf("Create"));
        Assert.Contains(SampleProgram.App, pipai.Read("home/.pulumi/stacks/pip-ai/prod.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_expects_no_changes_gets_none()
    {
        await pipai.StartCloudAsync();
        (await pipai.RunAsync("up", "--yes", "--skip-verify", "--expect-no-changes")).Ended(7);
        Assert.Empty(pipai.Provider.Calls);
    }

    [Fact]
    public async Task Only_what_is_selected_changes()
    {
        await pipai.StartCloudAsync();
        (await pipai.RunAsync("up", "--yes", "--skip-verify", "--target", SampleProgram.App)).Ended(0);
        Assert.Equal(["Create workers"], pipai.Provider.CallsOf("Create"));
        (await pipai.RunAsync("up", "--yes", "--skip-verify", "--exclude", "**Secret**")).Ended(0);
        Assert.Equal(["Create workers", "Create workers-iad-1"], pipai.Provider.CallsOf("Create"));
        var replaced = (await pipai.RunAsync("up", "--yes", "--skip-verify", "--json", "--replace", SampleProgram.Machine)).Ended(0).Json;
        Assert.Equal(1, replaced.GetProperty("changes").GetProperty("replace").GetInt32());
    }

    [Fact]
    public async Task What_is_gone_is_made_again_where_it_is_looked_for_first()
    {
        await pipai.StartCloudAsync();
        (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
        pipai.Provider.Resources.Remove(
            pipai.Provider.Resources.Keys.Single(id => id.StartsWith("workers-iad-1", StringComparison.Ordinal)), out _);
        var blind = (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
        Assert.Contains("No changes.", blind.Output, StringComparison.Ordinal);
        var up = (await pipai.RunAsync("up", "--yes", "--skip-verify", "--refresh", "--timings")).Ended(0);
        Assert.Equal(2, pipai.Provider.CallsOf("Create").Count(call => call == "Create workers-iad-1"));
        Assert.Contains("Timings (ms):", up.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Timings (ms):", blind.Errors + up.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_cloud_below_an_old_state_is_empty_and_gets_everything_again()
    {
        (await pipai.RunAsync("cloud", "start")).Ended(0);
        (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
        (await pipai.RunAsync("cloud", "stop")).Ended(0);
        Directory.Delete(pipai["home/cloud"], recursive: true);
        pipai.Provider.Resources.Clear();
        try
        {
            (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
            Assert.Equal(3, pipai.Provider.Resources.Count);
            Assert.Equal(6, pipai.Provider.CallsOf("Create").Length);
        }
        finally
        {
            await pipai.RunAsync("cloud", "stop");
        }
    }

    [Theory]
    [InlineData("up", "--yes")]
    [InlineData("cloud", "start")]
    public async Task A_Temporal_server_that_is_none_is_refused_before_a_cloud_is_started(params string[] verb)
    {
        pipai.Executable = "/nowhere/pipai";
        var refused = (await pipai.RunAsync([.. verb, "--temporal", "/nowhere/temporal", "--json"])).Ended(2);
        Assert.Equal("PC113", refused.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("/nowhere/temporal", refused.Errors, StringComparison.Ordinal);
        Assert.Empty(pipai.Provider.Calls);
    }

    [Fact]
    public async Task What_only_explains_is_shown_where_that_is_asked_for()
    {
        pipai.Program = FakeProgram.Of(async program =>
        {
            await program.Engine.LogAsync(new() { Severity = Pulumirpc.LogSeverity.Debug, Message = "how it came to this" });
            return null;
        });
        await pipai.StartCloudAsync();
        var quiet = (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
        Assert.DoesNotContain("how it came to this", quiet.ToString(), StringComparison.Ordinal);
        var debug = (await pipai.RunAsync("up", "--yes", "--skip-verify", "--debug")).Ended(0);
        Assert.Contains("how it came to this", debug.Errors, StringComparison.Ordinal);
        var refused = (await pipai.RunAsync("stack", "output", "nothing", "--debug")).Ended(1);
        Assert.Contains("   at PipAi.Cli.", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", (await pipai.RunAsync("stack", "output", "nothing")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_that_is_not_whole_is_no_success()
    {
        await pipai.StartCloudAsync();
        var up = (await pipai.RunAsync("up", "--yes")).Ended(1);
        Assert.Contains("error: ", up.Errors, StringComparison.Ordinal);
        Assert.Contains("'workersApp'", up.Errors, StringComparison.Ordinal);
        Assert.Equal(
            "PC110", (await pipai.RunAsync("up", "--yes", "--json")).Ended(1).Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Nothing_is_wider_than_80_columns()
    {
        pipai.Program = SampleProgram.Of(more: [.. Enumerable.Range(0, 3).Select(i => new Wanted(
            $"{new string('n', 60)}-{i}", ("text", string.Join(' ', Enumerable.Repeat("word", 50)))))]);
        pipai.Width = 80;
        await pipai.StartCloudAsync();
        var plan = (await pipai.RunAsync("preview", "--diff")).Ended(0);
        var up = (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
        Assert.All($"{plan.Output}{up.Errors}".Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    public async ValueTask InitializeAsync()
    {
        pipai = await TestCheckout.CreateAsync();
        pipai.Program = SampleProgram.Of();
    }

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    private static RpcException Refusal(string why) => new(new Status(StatusCode.ResourceExhausted, why));

    private string WithoutPorts(string text)
    {
        var proxy = CloudEndpoints.Load(pipai["home/cloud/prod"])!.Ports["proxy"];
        return text.Replace($":{proxy}", ":<port>", StringComparison.Ordinal);
    }
}
