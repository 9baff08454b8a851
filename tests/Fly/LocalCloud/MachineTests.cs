using PipAi.Fly.Tests.Support;

namespace PipAi.Fly.Tests.LocalCloud;

/// <summary>Machines against the local cloud's Fly: real HTTP, real processes.</summary>
public sealed class MachineTests(LocalFly cloud) : IClassFixture<LocalFly>
{
    private const string App = "fly:index:App";
    private const string Machine = "fly:index:Machine";

    [Fact]
    public async Task A_machine_is_created_healthy_updated_in_place_read_and_deleted()
    {
        using var run = cloud.Run();
        var app = await run.Create(App, "app", Props.Of(("name", "lifecycle")));
        Assert.Equal("lifecycle.fly.dev", app.Output("hostname"));

        var inputs = Props.Machine("lifecycle", "one", cloud.Image);
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
}
