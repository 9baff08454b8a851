using System.Text.Json.Nodes;
using PipAi.Fly.Tests.Support;
using PipAi.Plugins.Failures;
using PipAi.Providers.Fly.Rollouts;

namespace PipAi.Fly.Tests.Machines;

/// <summary>Changes in place: how much happens, in which order, and what becomes of a bad one.</summary>
public sealed class MachineUpdateTests
{
    private const string Machine = "fly:index:Machine";
    private const string Good = "registry.fly.io/demo@sha256:0000000000000000000000000000000000000000000000000000000000000000";
    private const string Bad = "registry.fly.io/demo@sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private static readonly PropertyMap Inputs = MachineProps.Of("demo", "one", Good);

    private static readonly (string, object?) Services =
        ("services", new object[] { Props.Of(("internalPort", 8080), ("ports", new object[] { Props.Of(("port", 443)) })) });

    [Fact]
    public async Task A_new_image_is_leased_drained_updated_watched_and_let_back_in()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly);
        using var run = fly.Run();
        var inputs = Inputs.WithConfig(Services);
        var stored = await run.CreateAsync(Machine, "one", inputs);
        fly.Requests.Clear();
        await run.UpdateAsync(stored, inputs.WithConfig(("image", Bad)));
        string[] order =
        [
            .. fly.Requests.Select(request => request.Line.Replace("/apps/demo/machines/00000000000001", "", StringComparison.Ordinal))
                .Where(line => line != "GET ")
        ];
        Assert.Equal(["POST /lease", "POST /cordon", "POST ", "GET /wait", "POST /uncordon", "DELETE /lease"], order);
        var update = fly.Requests.Single(request => request.Line == "POST /apps/demo/machines/00000000000001");
        Assert.NotEmpty(update.Nonce);
        Assert.Equal("00000000000000000000000001", update.Body!["current_version"]!.GetValue<string>());
    }

    [Fact]
    public async Task Labels_change_without_a_new_version()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs.WithConfig(("metadata", Props.Of(("team", "old"), ("gone", "x")))));
        fly.Requests.Clear();
        await run.UpdateAsync(stored, Inputs.WithConfig(("metadata", Props.Of(("team", "new")))));
        Assert.Equal("00000000000000000000000001", machines.Only["instance_id"]!.GetValue<string>());
        Assert.Equal(1, fly.Count("POST /apps/demo/machines/*/metadata/team"));
        Assert.Equal(1, fly.Count("DELETE /apps/demo/machines/*/metadata/gone"));
        Assert.Equal(0, fly.Count("POST /apps/demo/machines/*/lease"));
    }

    [Fact]
    public async Task Cordoning_changes_without_a_new_version()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs);
        var updated = await run.UpdateAsync(stored, Inputs.SetItem("cordoned", Props.Value(true)));
        Assert.True(machines.Only["cordoned"]!.GetValue<bool>());
        Assert.Equal(stored.Output("instanceId"), updated.Output("instanceId"));
    }

    [Fact]
    public async Task Rollout_settings_touch_no_machine()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly);
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs);
        fly.Requests.Clear();
        await run.UpdateAsync(stored, Inputs.SetItem("rollout", Props.Value(Props.Of(("maxUnavailable", 2)))));
        Assert.All(fly.Requests, request => Assert.StartsWith("GET ", request.Line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fields_that_this_package_does_not_know_survive()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs);
        machines.Only["config"]!["rootfs"] = new JsonObject { ["persist"] = "always" };
        machines.Only["config"]!["checks"]!["health"]!["novel"] = 1;
        machines.Only["config"]!["metadata"]!["fly_release_id"] = "r7";
        await run.UpdateAsync(stored, Inputs.WithConfig(("image", Bad)));
        var config = machines.Only["config"]!;
        Assert.Equal("always", config["rootfs"]!["persist"]!.GetValue<string>());
        Assert.Equal(1, config["checks"]!["health"]!["novel"]!.GetValue<int>());
        Assert.Equal("r7", config["metadata"]!["fly_release_id"]!.GetValue<string>());
        Assert.Equal(Bad, config["image"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_changed_secret_restarts_the_machine_with_the_version_it_needs()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly);
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs.SetItem("minSecretsVersion", Props.Value(3)));
        fly.Requests.Clear();
        await run.UpdateAsync(stored, Inputs.SetItem("minSecretsVersion", Props.Value(4)));
        var update = fly.Requests.Single(request => request.Line == "POST /apps/demo/machines/00000000000001");
        Assert.Equal(4, update.Body!["min_secrets_version"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_update_whose_answer_was_lost_is_not_done_again()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly);
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs);
        var changed = Inputs.WithConfig(("image", Bad));
        await run.UpdateAsync(stored, changed);
        fly.Requests.Clear();
        await run.UpdateAsync(stored, changed);
        Assert.Equal(0, fly.Count("POST /apps/demo/machines/00000000000001"));
    }

    [Fact]
    public async Task A_bad_version_is_put_back_and_no_other_machine_gets_it()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(
            fly)
        { CheckStatus = machine => machine["config"]!["image"]!.GetValue<string>() == Bad ? "critical" : "passing" };
        var engine = new ListeningEngine();
        using var run = fly.Run(engine: engine);
        var one = await run.CreateAsync(Machine, "one", Inputs);
        var two = await run.CreateAsync(Machine, "two", MachineProps.Of("demo", "two", Good));
        var first = run.UpdateAsync(one, Inputs.WithConfig(("image", Bad)));
        var second = run.UpdateAsync(two, MachineProps.Of("demo", "two", Good).WithConfig(("image", Bad)));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        Assert.Contains("'health' is critical", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The previous version was put back and is healthy.", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RolloutStoppedException>(() => second);
        // Meanwhile both said what they were waiting for.
        Assert.Contains("one: waits for its checks: 0 of 1 pass", engine.Statuses);
        Assert.Contains("two: waits for its turn: at most 1 of 'app' at once", engine.Statuses);
        Assert.All(machines.All, machine => Assert.Equal(Good, machine["config"]!["image"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_machine_whose_previous_version_was_put_back_takes_requests_again()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(
            fly)
        { CheckStatus = machine => machine["config"]!["image"]!.GetValue<string>() == Bad ? "critical" : "passing" };
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs.WithConfig(Services));
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.UpdateAsync(stored, Inputs.WithConfig(Services, ("image", Bad))));
        Assert.Equal((Good, false), (machines.Only["config"]!["image"]!.GetValue<string>(), machines.Only["cordoned"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task When_putting_back_fails_too_the_state_keeps_what_is_there()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var broken = false;
        var machines = new ScriptedMachine(fly) { CheckStatus = _ => broken ? "critical" : "passing" };
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs.WithConfig(Services));
        broken = true;
        var failure = await Assert.ThrowsAsync<InitializationFailedException>(
            () => run.UpdateAsync(stored, Inputs.WithConfig(Services, ("image", Bad))));
        Assert.Equal(stored.Id, failure.Id);
        Assert.Contains("Putting the previous version back failed, too", failure.Message, StringComparison.Ordinal);
        Assert.True(machines.Only["cordoned"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Without_rollback_a_bad_version_stays_and_fails()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var broken = false;
        var machines = new ScriptedMachine(fly) { CheckStatus = _ => broken ? "critical" : "passing" };
        using var run = fly.Run();
        var inputs = Inputs.SetItem("rollout", Props.Value(Props.Of(("healthTimeout", "2s"), ("rollbackOnFailure", false))));
        var stored = await run.CreateAsync(Machine, "one", inputs);
        broken = true;
        await Assert.ThrowsAnyAsync<Exception>(() => run.UpdateAsync(stored, inputs.WithConfig(("image", Bad))));
        Assert.Equal(Bad, machines.Only["config"]!["image"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_lease_of_somebody_else_is_waited_for()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly);
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs);
        fly.On("POST /apps/demo/machines/*/lease", _ => ScriptedAnswer.Error(409, "machine ID 1 lease currently held by x@y"), times: 3);
        await run.UpdateAsync(stored, Inputs.WithConfig(("image", Bad)));
        Assert.True(fly.Count("POST /apps/demo/machines/*/lease") >= 4);
    }

    [Fact]
    public async Task A_long_update_refreshes_its_lease_with_the_same_nonce()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly);
        using var run = fly.Run();
        var inputs = Inputs.WithConfig(Services).SetItem("rollout", Props.Value(Props.Of(("drainDelay", "35s"))));
        var stored = await run.CreateAsync(Machine, "one", inputs);
        await run.UpdateAsync(stored, inputs.WithConfig(Services, ("image", Bad)));
        var leases = fly.Requests.Where(
            request => request.Line.EndsWith("POST /apps/demo/machines/00000000000001/lease", StringComparison.Ordinal)).ToArray();
        Assert.True(leases.Length >= 3, $"{leases.Length} requests for a lease in 35 s");
        Assert.Single(leases.Skip(1).Select(lease => lease.Nonce).Distinct());
    }

    [Fact]
    public async Task A_stopped_standby_gets_the_new_version_and_stays_stopped()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var run = fly.Run();
        var inputs = Inputs.SetItem("skipLaunch", Props.Value(true));
        var stored = await run.CreateAsync(Machine, "one", inputs);
        var updated = await run.UpdateAsync(stored, inputs.WithConfig(("image", Bad)));
        Assert.Equal("stopped", updated.Output("state"));
        Assert.Equal(Bad, machines.Only["config"]!["image"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_desired_state_is_enforced_both_ways()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly);
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs);
        var stopped = await run.UpdateAsync(stored, Inputs.SetItem("desiredState", Props.Value("stopped")));
        Assert.Equal("stopped", stopped.Output("state"));
        var started = await run.UpdateAsync(stopped, Inputs.SetItem("desiredState", Props.Value("started")));
        Assert.Equal("started", started.Output("state"));
    }
}
