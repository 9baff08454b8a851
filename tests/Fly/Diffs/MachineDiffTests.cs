using System.Text.Json.Nodes;
using PipAi.Fly.Tests.Support;
using PipAi.Testing;

namespace PipAi.Fly.Tests.Diffs;

/// <summary>What counts as a change of a machine, and what it means.</summary>
public sealed class MachineDiffTests : IDisposable
{
    private const string Machine = "fly:index:Machine";
    private const string Image = "registry.fly.io/demo@sha256:0000000000000000000000000000000000000000000000000000000000000000";
    private static readonly PropertyMap Inputs = MachineProps.Of("demo", "one", Image);
    private readonly ProviderRun run = new(
        new Providers.Fly.FlyProvider(new Providers.Fly.Settings.FlyProviderEnvironment { Environment = _ => null }, null));

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task Two_spellings_of_the_same_are_no_change()
    {
        var spelt = Inputs.WithConfig(
            ("image", "registry.fly.io/demo:latest@sha256:0000000000000000000000000000000000000000000000000000000000000000"),
            ("guest", Props.Of(("cpuKind", "shared"), ("cpus", 1), ("memoryMb", 256))),
            ("restart", Props.Of(("policy", "always"), ("maxRetries", 10))),
            ("stopConfig", Props.Of(("signal", "SIGINT"), ("timeout", "5000ms"))),
            ("env", PropertyMap.Empty), ("standbys", Array.Empty<object>()),
            ("metadata", Props.Of(("fly_process_group", "app"), ("fly_platform_version", "v2"))),
            ("checks", Props.Of(("health", Props.Of(
                ("type", "http"), ("port", 8080), ("path", "/health"), ("interval", "1000ms"), ("timeout", "1s"), ("gracePeriod", "0m1s"),
                ("method", "get"), ("kind", "informational"))))));
        var diff = await DiffAsync(Inputs, spelt.SetItems(Props.Of(("cordoned", false), ("processGroup", "app"), ("skipLaunch", true))));
        Assert.Empty(diff.DetailedDiff!.Keys);
        Assert.False(diff.Changes);
    }

    [Fact]
    public async Task Changes_are_shown_property_by_property()
    {
        var before = Inputs.WithConfig(
            ("env", Props.Of(("A", "1"), ("B", "2"))), ("services", new object[] { Props.Of(("internalPort", 80)) }));
        var after = Inputs.WithConfig(
            ("env", Props.Of(("A", "9"), ("C.D", "3"))),
            ("services", new object[] { Props.Of(("internalPort", 81)), Props.Of(("internalPort", 82)) }),
            ("checks", Props.Of(
                ("health", Props.Of(
                    ("type", "http"), ("port", 8080), ("path", "/ready"), ("interval", "1s"), ("timeout", "1s"), ("gracePeriod", "1s"))))));
        var diff = await DiffAsync(before, after.SetItems(Props.Of(("minSecretsVersion", 5))));
        Approved.Text(
            string.Join("\n", diff.DetailedDiff!.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Value.Kind,-8} {d.Key}")));
        Assert.Equal(["config", "minSecretsVersion"], diff.Diffs);
        Assert.Empty(diff.Replaces!);
    }

    [Theory]
    [InlineData("app")]
    [InlineData("name")]
    [InlineData("region")]
    public async Task Place_and_name_replace_the_machine(string property)
    {
        var diff = await DiffAsync(Inputs, Inputs.SetItem(property, Props.Value("ord")));
        Assert.Equal([property], diff.Replaces);
        Assert.Equal(PropertyDiffKind.UpdateReplace, diff.DetailedDiff![property].Kind);
        Assert.Equal(property != "name", diff.DeleteBeforeReplace);
    }

    [Fact]
    public async Task Another_volume_replaces_the_machine_and_another_path_does_not()
    {
        static PropertyMap With(string volume, string path) =>
            Inputs.WithConfig(("mounts", new object[] { Props.Of(("volume", volume), ("path", path)) }));
        Assert.Equal(["config"], (await DiffAsync(With("vol_1", "/a"), With("vol_2", "/a"))).Replaces);
        Assert.Empty((await DiffAsync(With("vol_1", "/a"), With("vol_1", "/b"))).Replaces!);
    }

    [Fact]
    public async Task A_value_that_is_not_known_yet_is_a_change()
    {
        var diff = await DiffAsync(Inputs, Inputs.WithConfig(("image", PropertyValue.Computed)));
        Assert.Equal(["config.image"], diff.DetailedDiff!.Keys);
    }

    [Fact]
    public async Task That_a_value_is_secret_is_no_change()
    {
        var before = Inputs.WithConfig(("env", Props.Of(("A", "1"))));
        Assert.False((await DiffAsync(before, Inputs.WithConfig(("env", Props.Of(("A", Props.Secret("1"))))))).Changes);
    }

    [Fact]
    public async Task Ignored_changes_are_left_out()
    {
        var after = Inputs.WithConfig(("env", Props.Of(("A", "1"))), ("image", "other"));
        var request = new DiffRequest(ProviderRun.Urn(Machine, "one"), "demo/1", Inputs, after, ["config.env"], Inputs);
        Assert.Equal(["config.image"], (await run.Provider.DiffAsync(request, CancellationToken.None)).DetailedDiff!.Keys);
    }

    [Fact]
    public async Task What_Fly_adds_and_how_it_spells_is_no_drift_and_what_somebody_changed_is()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var machines = new ScriptedMachine(fly);
        using var live = fly.Run();
        var inputs = Inputs.WithConfig(
            ("env", Props.Of(("TOKEN", Props.Secret("hush")))),
            ("services",
                new object[] { Props.Of(
                    ("internalPort", 8080), ("autostop", "stop"), ("ports", new object[] { Props.Of(("port", 443)) })) }));
        var stored = await live.CreateAsync(Machine, "one", inputs);
        var config = machines.Only["config"]!;
        config["guest"] = new JsonObject { ["cpu_kind"] = "shared", ["cpus"] = 1, ["memory_mb"] = 256 };
        config["restart"]!["max_retries"] = 10;
        config["checks"]!["health"]!["interval"] = 1_000_000_000;
        config["services"]![0]!["autostop"] = true;
        config["services"]![0]!["protocol"] = "tcp";
        config["services"]![0]!["concurrency"] = new JsonObject { ["type"] = "connections", ["soft_limit"] = 20 };
        config["metadata"]!["fly_release_version"] = "7";
        config["rootfs"] = new JsonObject { ["persist"] = "never" };
        machines.Only["state"] = "stopped";
        var read = await live.ReadAsync(stored);
        Assert.Equal(stored.Inputs, read!.Inputs);
        Assert.False((await live.DiffAsync(read, inputs)).Changes);

        config["env"]!["TOKEN"] = "other";
        var drifted = await live.ReadAsync(stored);
        Assert.Equal(["config.env.TOKEN"], (await live.DiffAsync(drifted!, inputs)).DetailedDiff!.Keys);
        drifted!.Inputs["config"].TryGetMap(out var driftedConfig);
        driftedConfig!["env"].TryGetMap(out var env);
        Assert.True(env!["TOKEN"].IsSecret);

        machines.Only["host_status"] = "unreachable";
        machines.Only["config"] = null;
        Assert.False((await live.DiffAsync((await live.ReadAsync(stored))!, inputs)).Changes);
    }

    private Task<DiffResponse> DiffAsync(PropertyMap before, PropertyMap after) =>
        run.DiffAsync(new StoredResource(Machine, "one", "demo/00000000000001", before, before), after);
}
