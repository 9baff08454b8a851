using PipAi.Fly.Tests.Support;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Hosting;

namespace PipAi.Fly.Tests.LocalCloud;

/// <summary>Machines against the local cloud's Fly: real HTTP, real processes.</summary>
[Collection("local Fly")]
public sealed class MachineTests(LocalFly cloud)
{
    private const string App = "fly:index:App";
    private const string Machine = "fly:index:Machine";

    [Fact]
    public async Task A_machine_is_created_healthy_updated_in_place_read_and_deleted()
    {
        using var run = cloud.Run();
        var app = await run.Create(App, "app", Props.Of(("name", "lifecycle")));
        Assert.Equal("lifecycle.fly.dev", app.Output("hostname"));

        var inputs = MachineProps.Of("lifecycle", "one", cloud.Image);
        var machine = await run.Create(Machine, "one", inputs);
        Assert.Equal("started", machine.Output("state"));
        Assert.Equal($"lifecycle/{machine.Output("machineId")}", machine.Id);
        Assert.False((await run.Diff(machine, inputs)).Changes);

        var read = await run.Read(machine);
        Assert.False((await run.Diff(read!, inputs)).Changes);

        var changed = inputs.WithConfig(("env", Props.Of(("GREETING", "hello"))));
        Assert.Equal(["config"], (await run.Diff(machine, changed)).Diffs);
        var updated = await run.Update(machine, changed);
        Assert.Equal(machine.Id, updated.Id);
        Assert.NotEqual(machine.Output("instanceId"), updated.Output("instanceId"));
        Assert.Equal("started", updated.Output("state"));

        await run.Delete(updated);
        Assert.Null(await run.Read(updated));
        await run.Delete(updated);
        await run.Delete(app);
        Assert.Null(await run.Read(app));
    }

    [Fact]
    public async Task What_was_recorded_is_what_a_refresh_finds()
    {
        using var run = cloud.Run();
        var app = await run.Create(App, "settled", Props.Of(("name", "settled")));
        var standbyInputs = MachineProps.Of("settled", "standby", cloud.Image).SetItem("skipLaunch", Props.Value(true));
        var standby = await run.Create(Machine, "standby", standbyInputs);
        var machine = await run.Create(Machine, "one", MachineProps.Of("settled", "one", cloud.Image));
        var changed = await run.Update(standby, standbyInputs.WithConfig(("env", Props.Of(("GREETING", "hello")))));

        Assert.Equal(app.Outputs, (await run.Read(app))!.Outputs);
        Assert.Equal(machine.Outputs, (await run.Read(machine))!.Outputs);
        Assert.Equal(changed.Outputs, (await run.Read(changed))!.Outputs);
        Assert.Equal("stopped", changed.Output("state"));
        foreach (var one in (StoredResource[])[changed, machine, app]) await run.Delete(one);
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_makes_one_machine()
    {
        using var run = cloud.Run();
        var app = await run.Create(App, "lost", Props.Of(("name", "lost-machine")));
        cloud.Faults.Add(new Fault
        {
            Id = "lost-machine",
            Service = VendorNames.Fly,
            Operation = "POST /v1/apps/lost-machine/machines",
            Effect = new FaultEffect.LoseAnswer(),
            Times = 1,
        });
        var machine = await run.Create(Machine, "one", MachineProps.Of("lost-machine", "one", cloud.Image));
        using var next = cloud.Run();
        Assert.Equal(machine.Id, (await next.Create(Machine, "one", MachineProps.Of("lost-machine", "one", cloud.Image))).Id);
        await run.Delete(machine);
        await run.Delete(app);
    }

    [Fact]
    public async Task A_version_that_is_sick_is_put_back()
    {
        using var run = cloud.Run();
        var app = await run.Create(App, "sick", Props.Of(("name", "sick")));
        var inputs = MachineProps.Of("sick", "one", cloud.Image).SetItem("rollout", Props.Value(Props.Of(("healthTimeout", "4s"))));
        var machine = await run.Create(Machine, "one", inputs);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => run.Update(machine, inputs.WithConfig(("env", Props.Of(("SICK", "1"))))));
        Assert.Contains("The previous version was put back and is healthy.", failure.Message, StringComparison.Ordinal);
        var read = await run.Read(machine);
        Assert.False((await run.Diff(read!, inputs)).Changes);
        Assert.Equal("started", read!.Output("state"));
        await run.Delete(machine);
        await run.Delete(app);
    }

    [Fact]
    public async Task A_region_without_room_and_a_busy_API_are_told_apart()
    {
        using var run = cloud.Run();
        var app = await run.Create(App, "full", Props.Of(("name", "full")));
        cloud.Faults.Add(new Fault { Id = "full", Service = VendorNames.Fly, Operation = "POST /v1/apps/full/machines", Effect = new FaultEffect.Status(409), Times = 1 });
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => run.Create(Machine, "one", MachineProps.Of("full", "one", cloud.Image)));
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
        var machine = await next.Create(Machine, "one", MachineProps.Of("full", "one", cloud.Image));
        await next.Delete(machine);
        await next.Delete(app);
    }
}
