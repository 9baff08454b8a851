using System.Text.Json.Nodes;
using PipAi.Fly.Tests.Support;
using PipAi.Plugins.Failures;

namespace PipAi.Fly.Tests.Machines;

/// <summary>A machine is created once, whatever the network does, and never lost.</summary>
public sealed class MachineCreationTests
{
    private const string Machine = "fly:index:Machine";
    private const string Image = "registry.fly.io/demo@sha256:0000000000000000000000000000000000000000000000000000000000000000";
    private static readonly PropertyMap Inputs = MachineProps.Of("demo", "one", Image);

    [Fact]
    public async Task A_timeout_that_hides_a_success_is_adopted()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        fly.On("POST /apps/demo/machines", request =>
        {
            machines.Create(request);
            return ScriptedAnswer.Error(408, "deadline_exceeded");
        }, times: 1);
        using var run = fly.Run();
        var machine = await run.CreateAsync(Machine, "one", Inputs);
        Assert.Equal($"demo/{machines.Only["id"]}", machine.Id);
        Assert.Equal(1, fly.Count("POST /apps/demo/machines"));
    }

    [Fact]
    public async Task A_server_error_without_a_machine_is_tried_again()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        fly.On("POST /apps/demo/machines", _ => ScriptedAnswer.Error(503, "try again"), times: 2);
        using var run = fly.Run();
        await run.CreateAsync(Machine, "one", Inputs);
        Assert.Single(machines.All);
        Assert.Equal(3, fly.Count("POST /apps/demo/machines"));
    }

    [Fact]
    public async Task The_run_after_a_crash_finds_its_machine_and_brings_it_to_the_present_inputs()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using (var crashed = fly.Run()) await crashed.CreateAsync(Machine, "one", Inputs);
        using var run = fly.Run();
        var again = await run.CreateAsync(Machine, "one", Inputs.WithConfig(("env", Props.Of(("A", "1")))));
        Assert.Equal($"demo/{machines.Only["id"]}", again.Id);
        Assert.Equal("1", machines.Only["config"]!["env"]!["A"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_replacement_is_not_mistaken_for_the_machine_it_replaces()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var run = fly.Run();
        var old = await run.CreateAsync(Machine, "one", Inputs);
        var replacement = await run.CreateAsync(Machine, "one", Inputs.SetItems(Props.Of(("name", "one-b"), ("region", "ord"))));
        Assert.NotEqual(old.Id, replacement.Id);
        Assert.Equal(2, machines.All.Count);
    }

    [Fact]
    public async Task A_clone_carries_the_labels_of_another_and_is_not_taken_for_it()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        var engine = new ListeningEngine();
        using var run = fly.Run(engine: engine);
        await run.CreateAsync(Machine, "one", Inputs);
        (machines.Only["id"], machines.Only["name"]) = ("99999999999999", "autumn-leaf-1");
        using var next = fly.Run(engine: engine);
        var machine = await next.CreateAsync(Machine, "one", Inputs);
        Assert.Equal(2, machines.All.Count);
        Assert.NotEqual("demo/99999999999999", machine.Id);
        Assert.Empty(engine.Said);
    }

    [Fact]
    public async Task A_machine_that_is_taken_over_is_said_so_with_its_id_and_place()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly);
        using (var crashed = fly.Run()) await crashed.CreateAsync(Machine, "one", Inputs);
        var engine = new ListeningEngine();
        using var run = fly.Run(engine: engine);
        await run.CreateAsync(Machine, "one", Inputs);
        Assert.Equal(
            ["one: Machine 'one' (00000000000001) of app 'demo' in region 'iad' was there already: taken over, not created."], engine.Said);
    }

    [Fact]
    public async Task Two_machines_that_both_seem_ours_are_reported_and_not_guessed_about()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var run = fly.Run();
        await run.CreateAsync(Machine, "one", Inputs);
        var twin = (JsonObject)machines.Only.DeepClone();
        twin["id"] = "99999999999999";
        machines.All.Add(twin);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => run.CreateAsync(Machine, "one", Inputs));
        Assert.Contains("00000000000001, 99999999999999", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_another_machine_has_is_refused_with_the_import_command()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        machines.All.Add(new JsonObject { ["id"] = "abc", ["name"] = "one", ["state"] = "started" });
        fly.On("POST /apps/demo/machines", _ => ScriptedAnswer.Error(422, "Name has already been taken", "name_taken"));
        using var run = fly.Run();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => run.CreateAsync(Machine, "one", Inputs));
        Assert.Contains("pulumi import fly:index:Machine one demo/abc", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unfinished_machine_is_finished_by_an_update_that_changes_nothing()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly) { CheckStatus = _ => "critical" };
        using var run = fly.Run();
        var failure = await Assert.ThrowsAsync<InitializationFailedException>(() => run.CreateAsync(Machine, "one", Inputs));
        var stored = new StoredResource(Machine, "one", failure.Id, Inputs, failure.Outputs);
        using var sick = fly.Run();
        await Assert.ThrowsAnyAsync<Exception>(() => sick.UpdateAsync(stored, Inputs));

        machines.Only["checks"]![0]!["status"] = "passing";
        using var well = fly.Run();
        Assert.Equal("started", (await well.UpdateAsync(stored, Inputs)).Output("state"));
    }

    [Theory]
    [InlineData("stopped")]
    [InlineData("suspended")]
    public async Task One_that_should_run_and_rests_is_started_by_an_update_that_changes_nothing(string state)
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var run = fly.Run();
        var inputs = Inputs.SetItem("desiredState", Props.Value("started"));
        var machine = await run.CreateAsync(Machine, "one", inputs);
        machines.Only["state"] = state;
        Assert.Equal("started", (await run.UpdateAsync(machine, inputs)).Output("state"));
        Assert.Equal(1, fly.Count("POST /apps/demo/machines/*/start"));
    }

    [Fact]
    public async Task Secrets_that_Fly_repeats_do_not_reach_the_message()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly);
        fly.On(
            "POST /apps/demo/machines",
            request => ScriptedAnswer.Error(422, $"invalid env: {request.Body!["config"]!["env"]!["KEY"]} for {request.Authorization}"));
        fly.On("POST /apps/demo/secrets/KEY", request => ScriptedAnswer.Error(422, $"bad value {request.Body!["value"]}"));
        using var run = fly.Run();
        var machine = await Assert.ThrowsAnyAsync<Exception>(
            () => run.CreateAsync(Machine, "one", Inputs.WithConfig(("env", Props.Of(("KEY", Props.Secret("canary-1")))))));
        var secret = await Assert.ThrowsAnyAsync<Exception>(() => run.CreateAsync("fly:index:Secret", "key",
            Props.Of(("app", "demo"), ("name", "KEY"), ("value", Props.Secret("canary-2")))));
        Assert.Contains("invalid env: [secret] for Bearer [secret]", machine.Message, StringComparison.Ordinal);
        Assert.Contains("bad value [secret]", secret.Message, StringComparison.Ordinal);
    }
}
