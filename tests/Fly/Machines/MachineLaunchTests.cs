using System.Text.Json.Nodes;
using PipAi.Fly.Tests.Support;
using PipAi.Plugins.Failures;
using PipAi.Providers.Fly.Rollouts;

namespace PipAi.Fly.Tests.Machines;

/// <summary>A machine is created once, whatever the network does, and never lost.</summary>
public sealed class MachineLaunchTests
{
    private const string Machine = "fly:index:Machine";
    private const string Image = "registry.fly.io/demo@sha256:0000000000000000000000000000000000000000000000000000000000000000";
    private static readonly PropertyMap Inputs = MachineProps.Of("demo", "one", Image);

    [Fact]
    public async Task A_machine_that_does_not_become_healthy_is_kept_with_its_id_and_stops_the_rollout()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly) { CheckStatus = _ => "critical" };
        using var run = fly.Run();
        var failure = await Assert.ThrowsAsync<InitializationFailedException>(() => run.CreateAsync(Machine, "one", Inputs));
        Assert.Equal("demo/00000000000001", failure.Id);
        Assert.True(failure.Outputs["machineId"].TryGetString(out _));
        Assert.Contains("'health' is critical (said the program)", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RolloutStoppedException>(() => run.CreateAsync(Machine, "two", MachineProps.Of("demo", "two", Image)));
    }

    [Fact]
    public async Task A_check_result_from_before_the_launch_is_no_evidence()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly) { CheckAge = TimeSpan.FromSeconds(30) };
        using var run = fly.Run();
        var failure = await Assert.ThrowsAsync<InitializationFailedException>(() => run.CreateAsync(Machine, "one", Inputs));
        Assert.Contains("no result is newer than the change", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_loop_fails_at_once_and_says_the_exit_code()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly) { CheckStatus = _ => "critical" };
        fly.On("GET /apps/demo/machines/*", _ =>
        {
            machines.Only["events"] = new JsonArray(new JsonObject
            {
                ["type"] = "exit",
                ["request"] = new JsonObject
                {
                    ["restart_count"] = 3,
                    ["exit_event"] = new JsonObject
                    {
                        ["exit_code"] = 3,
                        ["requested_stop"] = false,
                        ["restarting"] = true,
                        ["oom_killed"] = false,
                    },
                },
            });
            return ScriptedAnswer.Ok(machines.Only.DeepClone());
        });
        using var run = fly.Run();
        var started = fly.Time.GetTimestamp();
        var failure = await Assert.ThrowsAsync<InitializationFailedException>(() => run.CreateAsync(Machine, "one", Inputs));
        Assert.Contains("exit code 3, again and again (3 restarts)", failure.Message, StringComparison.Ordinal);
        Assert.True(fly.Time.GetElapsedTime(started) < TimeSpan.FromSeconds(20), "it waited for the deadline");
    }

    [Fact]
    public async Task A_slow_start_is_waited_for_in_slices_that_Fly_accepts()
    {
        await using var fly = await ScriptedFly.StartAsync();
        _ = new ScriptedMachine(fly);
        fly.On("GET /apps/demo/machines/*/wait", request =>
            int.Parse(request.Query["timeout"], System.Globalization.CultureInfo.InvariantCulture) <= 60
                ? ScriptedAnswer.Error(408, "deadline_exceeded")
                : ScriptedAnswer.Error(400, "out of range"), times: 1);
        fly.On(
            "GET /apps/demo/machines/*", _ => ScriptedAnswer.Ok(new JsonObject { ["id"] = "00000000000001", ["state"] = "starting" }),
            times: 1);
        using var run = fly.Run();
        await run.CreateAsync(Machine, "one", Inputs.SetItem("rollout", Props.Value(Props.Of(("waitTimeout", "10m")))));
        Assert.Equal(2, fly.Count("GET /apps/demo/machines/*/wait"));
    }

    [Fact]
    public async Task A_machine_with_services_gets_traffic_only_when_it_is_healthy_and_a_standby_at_once()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var run = fly.Run();
        var services =
            ("services", (object?)new object[] { Props.Of(("internalPort", 8080), ("ports", new object[] { Props.Of(("port", 443)) })) });
        await run.CreateAsync(Machine, "one", Inputs.WithConfig(services));
        Assert.True(fly.Requests.Single(r => r.Line == "POST /apps/demo/machines").Body!["skip_service_registration"]!.GetValue<bool>());
        Assert.False(machines.All[0]["cordoned"]!.GetValue<bool>());

        var standby = MachineProps.Of("demo", "standby", Image, ("skipLaunch", true)).WithConfig(services);
        var stored = await run.CreateAsync(Machine, "standby", standby);
        Assert.Equal("stopped", stored.Output("state"));
        Assert.False(machines.All[1]["cordoned"]!.GetValue<bool>());
    }
}
