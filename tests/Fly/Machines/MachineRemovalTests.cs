using PipAi.Fly.Tests.Support;

namespace PipAi.Fly.Tests.Machines;

/// <summary>Machines leave without anybody noticing.</summary>
public sealed class MachineRemovalTests
{
    private const string Machine = "fly:index:Machine";
    private const string Image = "registry.fly.io/demo@sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly PropertyMap Inputs = MachineProps.Of("demo", "one", Image).WithConfig(
        ("services", new object[] { Props.Of(("internalPort", 8080), ("ports", new object[] { Props.Of(("port", 443)) })) }),
        ("stopConfig", Props.Of(("signal", "SIGTERM"), ("timeout", "20s"))));

    [Fact]
    public async Task It_is_cordoned_stopped_with_its_own_signal_and_deleted_without_force()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs);
        fly.Requests.Clear();
        await run.DeleteAsync(stored);
        Assert.Empty(machines.All);
        var changes = fly.Requests.Where(request => !request.Line.StartsWith("GET", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["lease", "cordon", "stop", "00000000000001"], changes.Take(4).Select(request => request.Line.Split('/')[^1]));
        Assert.Equal("SIGTERM", changes[2].Body!["signal"]!.GetValue<string>());
        Assert.False(changes[3].Query.ContainsKey("force"));
    }

    [Fact]
    public async Task One_that_does_not_stop_is_destroyed_by_force()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var run = fly.Run();
        var stored = await run.CreateAsync(
            Machine, "one", Inputs.SetItem("deletion", Props.Value(Props.Of(("drainDelay", "0s"), ("timeout", "2s")))));
        fly.On("POST /apps/demo/machines/*/stop", _ => ScriptedAnswer.Ok());
        await run.DeleteAsync(stored);
        Assert.Empty(machines.All);
        Assert.Contains(
            fly.Requests, request => request.Line.StartsWith("DELETE", StringComparison.Ordinal) && request.Query.ContainsKey("force"));
    }

    [Fact]
    public async Task One_that_is_gone_already_is_success()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var run = fly.Run();
        var stored = await run.CreateAsync(Machine, "one", Inputs);
        machines.All.Clear();
        await run.DeleteAsync(stored);
        Assert.Null(await run.ReadAsync(stored));
    }

    [Fact]
    public async Task An_id_of_another_form_is_refused_with_the_right_one()
    {
        await using var fly = await ScriptedFly.StartAsync();
        using var run = fly.Run();
        var failure = await Assert.ThrowsAsync<ArgumentException>(
            () => run.ReadAsync(new StoredResource(Machine, "one", "abc", PropertyMap.Empty, PropertyMap.Empty)));
        Assert.Contains(
            "'abc' is not the id of a machine; it must have the form <app>/<machine id>", failure.Message, StringComparison.Ordinal);
    }
}
