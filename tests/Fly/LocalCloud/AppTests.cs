using PipAi.Fly.Tests.Support;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;

namespace PipAi.Fly.Tests.LocalCloud;

/// <summary>Apps, addresses and secrets against the local cloud's Fly.</summary>
[Collection("local Fly")]
public sealed class AppTests(LocalFly cloud)
{
    private const string App = "fly:index:App";

    [Fact]
    public async Task An_app_whose_create_lost_its_answer_is_adopted()
    {
        cloud.Faults.Add(
            new Fault
            {
                Id = "lost-app",
                Service = VendorNames.Fly,
                Operation = "POST /v1/apps",
                Effect = new FaultEffect.LoseAnswer(),
                Times = 1,
            });
        using var run = cloud.Run();
        var app = await run.CreateAsync(App, "lost", Props.Of(("name", "lost-answer")));
        Assert.Equal("lost-answer", app.Id);
        await run.DeleteAsync(app);
    }

    [Fact]
    public async Task An_app_with_machines_of_others_is_neither_adopted_nor_destroyed()
    {
        using var theirs = cloud.Run();
        var app = await theirs.CreateAsync(App, "app", Props.Of(("name", "shared-name")));
        using var other = cloud.Run();
        var foreign = MachineProps.Of("shared-name", "foreign", cloud.Image, ("skipLaunch", true));
        var made = await other.Provider.CreateAsync(
            new CreateRequest("urn:pulumi:prod::somebody-else::fly:index:Machine::foreign", foreign, TimeSpan.Zero, preview: false),
            CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => theirs.DeleteAsync(app));
        Assert.Contains("holds 1 machine(s) that this stack does not know", refusal.Message, StringComparison.Ordinal);
        var taken = await Assert.ThrowsAsync<InvalidOperationException>(
            () => cloud.Run().CreateAsync(App, "again", Props.Of(("name", "shared-name"))));
        Assert.Contains("pulumi import fly:index:App again shared-name", taken.Message, StringComparison.Ordinal);
        await theirs.DeleteAsync(app with { Inputs = app.Inputs.SetItem("forceDestroy", Props.Value(true)) });
        Assert.Null(await theirs.ReadAsync(app));
        Assert.NotNull(made.Id);
    }

    [Fact]
    public async Task An_address_is_allocated_once_and_secrets_count_versions()
    {
        using var run = cloud.Run();
        var app = await run.CreateAsync(App, "net", Props.Of(("name", "net")));
        var shared = await run.CreateAsync("fly:index:Ip", "shared", Props.Of(("app", "net"), ("type", "shared_v4")));
        var private6 = await run.CreateAsync("fly:index:Ip", "private", Props.Of(("app", "net"), ("type", "private_v6")));
        Assert.StartsWith("net/fdaa:", private6.Id, StringComparison.Ordinal);
        using (var next = cloud.Run())
            Assert.Equal(
                private6.Id, (await next.CreateAsync("fly:index:Ip", "private", Props.Of(("app", "net"), ("type", "private_v6")))).Id);
        Assert.NotNull(await run.ReadAsync(shared));
        await run.DeleteAsync(shared);
        Assert.Null(await run.ReadAsync(shared));

        var inputs = Props.Of(("app", "net"), ("name", "KEY"), ("value", Props.Secret("one")));
        var secret = await run.CreateAsync("fly:index:Secret", "key", inputs);
        Assert.True(secret.Outputs["value"].IsSecret);
        Assert.False((await run.DiffAsync((await run.ReadAsync(secret))!, inputs)).Changes);
        var changed = await run.UpdateAsync(secret, inputs.SetItem("value", Props.Secret("two")));
        Assert.True(Version(changed) > Version(secret));

        // Somebody else sets it: the next plan sets ours again.
        using (var somebody = cloud.Run())
            await somebody.CreateAsync("fly:index:Secret", "x", inputs.SetItem("value", Props.Value("three")));
        var drifted = await run.ReadAsync(changed);
        Assert.True((await run.DiffAsync(drifted!, inputs.SetItem("value", Props.Secret("two")))).Changes);
        await run.DeleteAsync(changed);
        Assert.Null(await run.ReadAsync(changed));
        await run.DeleteAsync(app);
    }

    private static double Version(StoredResource secret) => secret.Outputs["version"].TryGetNumber(out var version) ? version : 0;
}
