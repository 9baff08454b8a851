using PipAi.Fly.Tests.Support;
using PipAi.Testing;

namespace PipAi.Fly.Tests.Checks;

/// <summary>What is refused before anything is deployed, without a network or a token.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ProviderRun run;

    public CheckTests() =>
        run = new ProviderRun(
            new Providers.Fly.FlyProvider(
                new Providers.Fly.Settings.FlyProviderEnvironment { Environment = _ => null, Directory = folder.Path }, null));

    public void Dispose()
    {
        run.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task All_mistakes_of_a_machine_are_named_at_once()
    {
        var shape = await run.CheckAsync("fly:index:Machine", "m", Props.Of(
            ("app", "demo"), ("region", 3), ("minSecretVersion", 1),
            ("config", Props.Of(
                ("imge", "x"), ("guest", Props.Of(("memory_mb", 256), ("cpus", 1.5))),
                ("checks", Props.Of(("health", Props.Of(("path", "/"))))),
                    ("services", new object[] { Props.Of(("internalPort", "80"), ("autoStop", "off")) })))));
        var values = await run.CheckAsync("fly:index:Machine", "m", Props.Of(
            ("app", "demo"), ("region", "iadd"), ("name", "Worker_1"), ("desiredState", "start"),
            ("rollout", Props.Of(("strategy", "roling"), ("maxUnavailable", 0), ("waitTimeout", "5"))),
            ("config", Props.Of(
                ("image", "x"), ("env", Props.Of(("FLY_REGION", "iad"))),
                ("metadata", Props.Of(("pulumi_owner", "x"), ("fly_process_group", "other"))),
                ("guest", Props.Of(("cpuKind", "shared"), ("cpus", 3))), ("restart", Props.Of(("policy", "allways"))),
                ("stopConfig", Props.Of(("signal", "TERM"), ("timeout", "10m"))),
                ("checks", Props.Of(("health", Props.Of(("type", "http"), ("path", "health"), ("interval", "15"))))),
                ("services", new object[]
                {
                    Props.Of(("internalPort", 70000), ("concurrency", Props.Of(("softLimit", 10), ("hardLimit", 5))),
                        ("ports", new object[] { Props.Of(("handlers", new object[] { "tls", "htp" }), ("forceHttps", true)) }),
                        ("checks", new object[] { Props.Of(("type", "http"), ("interval", "5m")) })),
                }),
                ("files", new object[] { Props.Of(("guestPath", "etc/x"), ("rawValue", "not base64!")) }),
                ("mounts", new object[] { Props.Of(("volume", "a"), ("path", "/a")), Props.Of(("volume", "b"), ("path", "/b")) })))));
        var memory = await run.CheckAsync("fly:index:Machine", "m", MachineProps.Of("demo", "m", "x").WithConfig(
            ("guest", Props.Of(("cpuKind", "performance"), ("cpus", 2), ("memoryMb", 3000)))));
        Approved.Text(Text(shape) + "\n--\n" + Text(values) + "\n--\n" + Text(memory));
    }

    [Fact]
    public async Task Mistakes_of_the_other_resources_are_named()
    {
        Directory.CreateDirectory(folder["workers/pipeline"]);
        File.WriteAllText(folder["workers/pipeline/Pipeline.csproj"], "<Project/>");
        CheckResponse[] answers =
        [
            await run.CheckAsync("fly:index:App", "a", Props.Of(("name", "Pip AI"), ("org", "pip-ai"))),
            await run.CheckAsync("fly:index:Secret", "s", Props.Of(("app", "demo"), ("name", "FLY_X"), ("value", "v"))),
            await run.CheckAsync("fly:index:Secret", "s", Props.Of(("app", "demo"), ("name", "a-b"), ("value", Props.Secret(3)))),
            await run.CheckAsync("fly:index:Ip", "i", Props.Of(("app", "demo"), ("type", "ipv6"), ("network", "n"))),
            await run.CheckAsync(
                "fly:index:Volume", "v",
                Props.Of(("app", "demo"), ("name", "my-data"), ("region", "iad"), ("sizeGb", 0), ("snapshotRetention", 90))),
            await run.CheckAsync(
                "fly:index:Cert", "c", Props.Of(("app", "demo"), ("hostname", "https://x"), ("custom", Props.Of(("fullchain", "pem"))))),
            await run.CheckAsync("fly:index:Image", "i", Props.Of(("app", "demo"), ("context", "worker"), ("project", "x.csproj"))),
            await run.CheckAsync(
                "fly:index:Image", "i", Props.Of(("app", "demo"), ("context", "workers"), ("project", "pipeline/Pipelin.csproj"))),
        ];
        Approved.Text(string.Join("\n--\n", answers.Select(Text)).Replace(folder.Path, "<program>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_that_are_not_known_yet_pass()
    {
        var answer = await run.CheckAsync(
            "fly:index:Machine", "m",
            MachineProps.Of("demo", "m", "x", ("app", PropertyValue.Computed), ("minSecretsVersion", PropertyValue.Computed))
                .WithConfig(("image", PropertyValue.Computed), ("env", Props.Of(("A", PropertyValue.Computed)))));
        Assert.Empty(answer.Failures!);
    }

    [Fact]
    public async Task A_machine_without_a_name_gets_one_that_fits_and_keeps_it()
    {
        var inputs = MachineProps.Of("demo", "x", "img").Remove("name");
        var first = await run.CheckAsync("fly:index:Machine", "Workers_in.a-region-with-a-long-name", inputs);
        Assert.True(first.Inputs!["name"].TryGetString(out var name));
        Assert.Matches("^workers-in-a-region-wit[a-z-]*-[0-9a-f]{6}$", name);
        Assert.True(name.Length <= 30);
        var second = await run.CheckAsync(
            "fly:index:Machine", "Workers_in.a-region-with-a-long-name", inputs, first.Inputs.ToImmutableDictionary());
        Assert.Equal(first.Inputs["name"], second.Inputs!["name"]);
    }

    [Fact]
    public async Task The_provider_configuration_is_checked_too()
    {
        var answer = await run.Provider.CheckConfigAsync(
            new CheckRequest("urn:pulumi:test::pip-ai::pulumi:providers:fly::default", PropertyMap.Empty,
                Props.Of(("tokn", "x"), ("endpoint", "api.machines.dev"), ("version", "0.1.0")), []), CancellationToken.None);
        Approved.Text(Text(answer));
    }

    [Fact]
    public async Task A_preview_plans_without_network_or_token_what_it_can_know()
    {
        var app = await run.PreviewCreateAsync("fly:index:App", "a", Props.Of(("name", "demo")));
        Assert.Equal(Props.Value("demo.fly.dev"), app["hostname"]);
        Assert.True(app["appId"].IsComputed);
        var machine = await run.PreviewCreateAsync("fly:index:Machine", "m", MachineProps.Of("demo", "m", "x"));
        Assert.True(machine["machineId"].IsComputed);
    }

    private static string Text(CheckResponse answer) =>
        string.Join("\n", answer.Failures!.Select(failure => $"{failure.Property}: {failure.Reason}"));
}
