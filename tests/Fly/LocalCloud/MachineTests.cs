using PipAi.Fly.Tests.Support;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;

namespace PipAi.Fly.Tests.LocalCloud;

/// <summary>Machines against the local cloud's Fly: real HTTP, real processes.</summary>
[Collection("local Fly")]
public sealed class MachineTests(LocalFly cloud)
{
    private const string App = "fly:index:App";
    private const string Machine = "fly:index:Machine";

    /// <summary>Real processes start here, on a machine that may be busy: no test waits for one of these limits to pass.</summary>
    private static readonly PropertyValue Patient = Props.Value(
        Props.Of(("waitTimeout", "5m"), ("healthTimeout", "5m"), ("drainDelay", "0s")));

    [Fact]
    public async Task A_machine_is_created_healthy_updated_in_place_read_and_deleted()
    {
        using var run = cloud.Run();
        var app = await run.CreateAsync(App, "app", Props.Of(("name", "lifecycle")));
        Assert.Equal("lifecycle.fly.dev", app.Output("hostname"));

        var inputs = Of("lifecycle", "one");
        var machine = await run.CreateAsync(Machine, "one", inputs);
        Assert.Equal("started", machine.Output("state"));
        Assert.Equal($"lifecycle/{machine.Output("machineId")}", machine.Id);
        Assert.False((await run.DiffAsync(machine, inputs)).Changes);

        var read = await run.ReadAsync(machine);
        Assert.False((await run.DiffAsync(read!, inputs)).Changes);

        var changed = inputs.WithConfig(("env", Props.Of(("GREETING", "hello"))));
        Assert.Equal(["config"], (await run.DiffAsync(machine, changed)).Diffs);
        var updated = await run.UpdateAsync(machine, changed);
        Assert.Equal(machine.Id, updated.Id);
        Assert.NotEqual(machine.Output("instanceId"), updated.Output("instanceId"));
        Assert.Equal("started", updated.Output("state"));

        await run.DeleteAsync(updated);
        Assert.Null(await run.ReadAsync(updated));
        await run.DeleteAsync(updated);
        await run.DeleteAsync(app);
        Assert.Null(await run.ReadAsync(app));
    }

    [Fact]
    public async Task What_was_recorded_is_what_a_refresh_finds()
    {
        using var run = cloud.Run();
        var app = await run.CreateAsync(App, "settled", Props.Of(("name", "settled")));
        var standbyInputs = Of("settled", "standby").SetItem("skipLaunch", Props.Value(true));
        var standby = await run.CreateAsync(Machine, "standby", standbyInputs);
        var machine = await run.CreateAsync(Machine, "one", Of("settled", "one"));
        var changed = await run.UpdateAsync(standby, standbyInputs.WithConfig(("env", Props.Of(("GREETING", "hello")))));

        Assert.Equal(app.Outputs, (await run.ReadAsync(app))!.Outputs);
        Assert.Equal(machine.Outputs, (await run.ReadAsync(machine))!.Outputs);
        Assert.Equal(changed.Outputs, (await run.ReadAsync(changed))!.Outputs);
        Assert.Equal("stopped", changed.Output("state"));
        foreach (var one in (StoredResource[])[changed, machine, app]) await run.DeleteAsync(one);
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_makes_one_machine()
    {
        using var run = cloud.Run();
        var app = await run.CreateAsync(App, "lost", Props.Of(("name", "lost-machine")));
        cloud.Faults.Add(new Fault
        {
            Id = "lost-machine",
            Service = VendorNames.Fly,
            Operation = "POST /v1/apps/lost-machine/machines",
            Effect = new FaultEffect.LoseAnswer(),
            Times = 1,
        });
        var machine = await run.CreateAsync(Machine, "one", Of("lost-machine", "one"));
        using var next = cloud.Run();
        Assert.Equal(machine.Id, (await next.CreateAsync(Machine, "one", Of("lost-machine", "one"))).Id);
        await run.DeleteAsync(machine);
        await run.DeleteAsync(app);
    }

    [Fact]
    public async Task A_version_that_does_not_stay_up_is_put_back()
    {
        using var run = cloud.Run();
        var app = await run.CreateAsync(App, "sick", Props.Of(("name", "sick")));
        var inputs = Of("sick", "one");
        var machine = await run.CreateAsync(Machine, "one", inputs);
        // It ends for good, which is seen at once: a limit would be the same for the version that is put back.
        var sick = inputs.WithConfig(("env", Props.Of(("CRASH", "1"))), ("restart", Props.Of(("policy", "no"))));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => run.UpdateAsync(machine, sick));
        Assert.Contains("exit code 3, and its restart policy does not start it again.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The previous version was put back and is healthy.", failure.Message, StringComparison.Ordinal);
        var read = await run.ReadAsync(machine);
        Assert.False((await run.DiffAsync(read!, inputs)).Changes);
        Assert.Equal("started", read!.Output("state"));
        await run.DeleteAsync(machine);
        await run.DeleteAsync(app);
    }

    [Fact]
    public async Task A_region_without_room_and_a_busy_API_are_told_apart()
    {
        using var run = cloud.Run();
        var app = await run.CreateAsync(App, "full", Props.Of(("name", "full")));
        cloud.Faults.Add(
            new Fault
            {
                Id = "full",
                Service = VendorNames.Fly,
                Operation = "POST /v1/apps/full/machines",
                Effect = new FaultEffect.Status(409),
                Times = 1,
            });
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => run.CreateAsync(Machine, "one", Of("full", "one")));
        Assert.Contains("no room for the machine now", failure.Message, StringComparison.Ordinal);

        cloud.Faults.Add(new Fault
        {
            Id = "busy",
            Service = VendorNames.Fly,
            Operation = "POST /v1/apps/full/machines",
            Effect = new FaultEffect.Status(429, TimeSpan.FromSeconds(1)),
            Times = 2,
        });
        using var next = cloud.Run();
        var machine = await next.CreateAsync(Machine, "one", Of("full", "one"));
        await next.DeleteAsync(machine);
        await next.DeleteAsync(app);
    }

    private PropertyMap Of(string app, string name) => MachineProps.Of(app, name, cloud.Image).SetItem("rollout", Patient);
}
