using System.Text.Json.Nodes;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

public sealed class DoctorTests : IAsyncLifetime
{
    private const int Gone = 999_999_999;
    private TestCheckout pipai = null!;

    [Fact]
    public async Task A_stack_that_is_well_is_said_to_be_deployed_or_not()
    {
        var before = (await pipai.RunAsync("doctor")).Ended(0);
        await pipai.DeployAsync();
        var after = (await pipai.RunAsync("doctor")).Ended(0);
        Approved.Text($"{before}{after}{(await pipai.RunAsync("doctor", "--json")).Ended(0)}");
        (await pipai.RunAsync("doctor", "--stack", "prd")).Ended(6);
    }

    [Fact]
    public async Task A_lock_of_a_dead_run_is_removed_on_demand_or_when_a_person_agrees()
    {
        pipai.Lock(Gone);
        var found = (await pipai.RunAsync("doctor")).Ended(1);
        Assert.EndsWith("    ./pipai doctor --yes --stack prod\n", found.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "Remove its lock? [yes/no] ", (await pipai.AnsweringAsync("no", "doctor")).Ended(1).Errors, StringComparison.Ordinal);
        // Whoever wants JSON is a program, and is not asked.
        Assert.Empty((await pipai.AnsweringAsync("yes", "doctor", "--json")).Ended(1).Errors);
        Assert.Contains("Removed its lock.", (await pipai.AnsweringAsync("yes", "doctor")).Ended(0).Output, StringComparison.Ordinal);
        Assert.StartsWith("Nothing is wrong", (await pipai.RunAsync("doctor")).Ended(0).Output, StringComparison.Ordinal);
        pipai.Lock(Gone);
        var json = (await pipai.RunAsync("doctor", "--fix", "--json")).Ended(0).Json;
        Assert.True(json.GetProperty("healthy").GetBoolean());
        Assert.True(Assert.Single(json.GetProperty("findings").EnumerateArray()).GetProperty("mended").GetBoolean());
    }

    [Fact]
    public async Task A_run_at_work_is_waited_for_and_nothing_else_is_looked_at()
    {
        await pipai.DeployAsync();
        File.WriteAllText(pipai.StateFile, "{");
        pipai.Lock(Environment.ProcessId);
        var found = (await pipai.RunAsync("doctor", "--yes", "--json")).Ended(1).Json;
        var finding = Assert.Single(found.GetProperty("findings").EnumerateArray());
        Assert.Contains("another run is at work. Wait for it.", finding.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, finding.GetProperty("mend").ValueKind);
    }

    [Fact]
    public async Task A_state_that_is_torn_is_named_and_restored_from_its_copy()
    {
        await pipai.DeployAsync();
        (await pipai.RunAsync("refresh", "--yes")).Ended(0);
        File.WriteAllText(pipai.StateFile, File.ReadAllText(pipai.StateFile)[..100]);
        var found = (await pipai.RunAsync("doctor")).Ended(1);
        Assert.Contains("is damaged", found.Output, StringComparison.Ordinal);
        Assert.EndsWith("    ./pipai doctor --yes --stack prod\n", found.Output, StringComparison.Ordinal);
        var restored = (await pipai.RunAsync("doctor", "--yes")).Ended(0);
        Assert.Contains("Restored the copy of", restored.Output, StringComparison.Ordinal);
        Assert.Equal("https://workers.fly.dev\n", (await pipai.RunAsync("stack", "output", "url")).Ended(0).Output);
    }

    [Fact]
    public async Task A_deployed_stack_whose_cloud_is_gone_gets_it_back()
    {
        (await pipai.RunAsync("cloud", "start")).Ended(0);
        (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
        (await pipai.RunAsync("cloud", "stop")).Ended(0);
        var found = (await pipai.RunAsync("doctor")).Ended(1);
        Assert.Equal(
            "The stack is deployed, but its local cloud does not run.\n    ./pipai doctor --yes --stack prod\n", found.Output);
        try
        {
            Assert.Contains("Started it (process", (await pipai.RunAsync("doctor", "--yes")).Ended(0).Output, StringComparison.Ordinal);
            (await pipai.RunAsync("status")).Ended(0);
        }
        finally
        {
            await pipai.RunAsync("cloud", "stop");
        }
    }

    [Fact]
    public async Task An_interrupted_call_is_looked_into_and_what_nobody_can_tell_is_forgotten_only_on_demand()
    {
        await pipai.DeployAsync();
        LeavePending("updating");
        var found = (await pipai.RunAsync("doctor")).Ended(1);
        Assert.Contains($"A run was stopped while it was updating {SampleProgram.App}.", found.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Found out what became of it.", (await pipai.RunAsync("doctor", "--yes")).Ended(0).Output, StringComparison.Ordinal);

        LeavePending("creating");
        var kept = (await pipai.RunAsync("doctor", "--yes")).Ended(1);
        Assert.EndsWith(
            "    ./pipai up --stack prod    # or: ./pipai doctor --forget --stack prod\n", kept.Output, StringComparison.Ordinal);
        Assert.Contains("pending_operations", File.ReadAllText(pipai.StateFile), StringComparison.Ordinal);
        Assert.Contains("Forgot it.", (await pipai.RunAsync("doctor", "--forget")).Ended(0).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("pending_operations", File.ReadAllText(pipai.StateFile), StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        pipai = await TestCheckout.CreateAsync();
        pipai.Program = SampleProgram.Of();
    }

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    /// <summary>A call of an earlier run that had no answer.</summary>
    private void LeavePending(string kind)
    {
        var state = JsonNode.Parse(File.ReadAllText(pipai.StateFile))!;
        var latest = state["checkpoint"]!["latest"]!.AsObject();
        var resource = latest["resources"]!.AsArray().Single(one => (string)one!["urn"]! == SampleProgram.App)!.DeepClone();
        if (kind == "creating")
        {
            resource["urn"] = SampleProgram.App + "-2";
            resource["id"] = "";
        }

        latest["pending_operations"] = new JsonArray(new JsonObject { ["type"] = kind, ["resource"] = resource });
        File.WriteAllText(pipai.StateFile, state.ToJsonString());
    }
}
