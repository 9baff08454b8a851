using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class MachineTests
{
    private const string App = "workers";
    private const string Machines = "/v1/apps/workers/machines";

    [Fact]
    public async Task A_created_machine_runs_its_image_with_the_environment_of_a_fly_machine()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        await fly.OkAsync("POST", "/v1/apps/workers/secrets", """{"values":{"API_KEY":"s3cret"}}""");
        var created = await fly.CreateAsync(
            App, "worker-1", "ord", ""","env":{"PRIMARY_REGION":"iad"},"metadata":{"fly_process_group":"worker"}""");
        var id = (string)created["id"]!;
        var machine = await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "started");
        await Eventually.TrueAsync(async () => await fly.AskMachineAsync(id, "/who") == id);

        var seen = new List<string>();
        foreach (var name in new[]
        {
            "FLY_APP_NAME",
            "FLY_REGION",
            "FLY_PROCESS_GROUP",
            "FLY_VM_MEMORY_MB",
            "PRIMARY_REGION",
            "API_KEY",
            "FROM_IMAGE",
            "NO_PROXY",
            "TEMPORAL_TLS",
            "ASPNETCORE_ENVIRONMENT",
        })
            seen.Add($"{name}={await fly.AskMachineAsync(id, $"/env/{name}")}");

        Assert.Equal((string)machine["instance_id"]!, await fly.AskMachineAsync(id, "/env/FLY_MACHINE_VERSION"));
        Assert.Equal($"http://127.0.0.1:{fly.Proxy.Port}", await fly.AskMachineAsync(id, "/env/HTTP_PROXY"));
        Approved.Text(string.Join('\n', seen));
    }

    [Fact]
    public async Task An_update_gives_a_new_version_with_nothing_of_the_old_config()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "worker-1", config: ""","env":{"A":"1"},"metadata":{"m":"1"}""", image: Sleeper(fly));
        var (oldVersion, oldPid) = ((string)(await fly.OkAsync("GET", $"{Machines}/{id}"))["instance_id"]!, (int)fly.Shown(id)["pid"]!);

        var answer = await fly.OkAsync(
            "POST", $"{Machines}/{id}", fly.Machine(App, "worker-1", config: ""","env":{"B":"2"}""", image: Sleeper(fly)));
        var version = (string)answer["instance_id"]!;
        var waited = await fly.OkAsync("GET", $"{Machines}/{id}/wait?state=started&instance_id={version}&timeout=30");
        var machine = await fly.OkAsync("GET", $"{Machines}/{id}");

        Assert.NotEqual(oldVersion, version);
        Assert.Equal("started", (string)waited["state"]!);
        Assert.Equal("""{"B":"2"}""", machine["config"]!["env"]!.ToJsonString());
        Assert.Null(machine["config"]!["metadata"]);
        Assert.NotEqual(oldPid, (int)fly.Shown(id)["pid"]!);
        Assert.Equal(
            "replaced", (string)(await fly.OkAsync("GET", $"{Machines}/{id}/wait?state=started&instance_id={oldVersion}"))["state"]!);
        Assert.Equal(2, (await fly.OkAsync("GET", $"{Machines}/{id}/versions")).AsArray().Count);
    }

    [Fact]
    public async Task Cordon_and_metadata_make_no_new_version_and_restart_nothing()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "worker-1", image: Sleeper(fly));
        var (before, pid) = (await fly.OkAsync("GET", $"{Machines}/{id}"), (int)fly.Shown(id)["pid"]!);

        await fly.OkAsync("POST", $"{Machines}/{id}/cordon");
        await fly.OkAsync("POST", $"{Machines}/{id}/metadata/owner", """{"value":"prod"}""");
        var after = await fly.OkAsync("GET", $"{Machines}/{id}");

        Assert.True((bool)after["cordoned"]!);
        Assert.Equal("prod", (string)after["config"]!["metadata"]!["owner"]!);
        Assert.Equal((string)before["instance_id"]!, (string)after["instance_id"]!);
        Assert.Equal(pid, (int)fly.Shown(id)["pid"]!);
        Assert.Single((await fly.OkAsync("GET", $"{Machines}?metadata.owner=prod")).AsArray());
        Assert.Empty((await fly.OkAsync("GET", $"{Machines}?metadata.owner=staging")).AsArray());
    }

    [Fact]
    public async Task Skip_launch_leaves_a_machine_stopped_until_it_is_started()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = (string)(await fly.CreateAsync(App, "standby", more: ""","skip_launch":true"""))["id"]!;
        Assert.Equal("stopped", (string)(await fly.OkAsync("GET", $"{Machines}/{id}"))["state"]!);
        Assert.Null((string?)fly.Shown(id)["pid"]);

        Assert.Equal("stopped", (string)(await fly.OkAsync("POST", $"{Machines}/{id}/start"))["previous_state"]!);
        await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "started");
        await Eventually.TrueAsync(async () => await fly.AskMachineAsync(id, "/who") == id);
    }

    [Fact]
    public async Task A_machine_that_is_deaf_to_its_stop_signal_is_killed_after_its_timeout()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(
            App, "deaf", config: ""","stop_config":{"signal":"SIGINT","timeout":"300ms"},"restart":{"policy":"always"}""",
                image: SampleImage.AddScript(fly.Directory, App, "trap '' INT; echo deaf; while :; do sleep 0.05; done"));
        await Eventually.TrueAsync(
            async () =>
                (await fly.Service.ReadLogsAsync(App, id, 1, TestContext.Current.CancellationToken)).EndsWith(
                    "deaf\n", StringComparison.Ordinal));

        await fly.OkAsync("POST", $"{Machines}/{id}/stop");
        var machine = await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "stopped");
        var exit = machine["events"]!.AsArray().First(happened => (string)happened!["type"]! == "exit")!["request"]!["exit_event"]!;

        Assert.Equal(137, (int)exit["exit_code"]!);
        Assert.Equal(9, (int)exit["guest_signal"]!);
        Assert.True((bool)exit["requested_stop"]!);
        Assert.False((bool)exit["restarting"]!);
    }

    [Fact]
    public async Task A_machine_is_destroyed_only_when_stopped_or_by_force_and_stays_known()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "worker-1", image: Sleeper(fly));
        var pid = (int)fly.Shown(id)["pid"]!;

        var refused = await fly.ToldAsync("DELETE", $"{Machines}/{id}");
        await fly.OkAsync("DELETE", $"{Machines}/{id}?force=true");
        await fly.OkAsync("GET", $"{Machines}/{id}/wait?state=destroyed&timeout=10");

        Assert.Null(PipAi.LocalCloud.Platform.ProcessIdentity.Of(pid));
        Assert.Empty((await fly.OkAsync("GET", Machines)).AsArray());
        Assert.Single((await fly.OkAsync("GET", $"{Machines}?include_deleted=true")).AsArray());
        Assert.Equal("destroyed", (string)(await fly.OkAsync("GET", $"{Machines}/{id}"))["state"]!);
        Approved.Text($"{refused}\n{await fly.ToldAsync("POST", $"{Machines}/{id}/start")}".Replace(id, "<id>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deleting_an_app_by_force_ends_its_processes()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "worker-1", image: Sleeper(fly));
        var pid = (int)fly.Shown(id)["pid"]!;

        var refused = await fly.ToldAsync("DELETE", "/v1/apps/workers");
        await fly.OkAsync("DELETE", "/v1/apps/workers?force=true");

        Assert.StartsWith("422 ", refused, StringComparison.Ordinal);
        Assert.Null(PipAi.LocalCloud.Platform.ProcessIdentity.Of(pid));
        Assert.Equal("404", (await fly.ToldAsync("GET", "/v1/apps/workers"))[..3]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(fly.Directory, "fly", "machines")));
    }

    [Fact]
    public async Task Output_of_a_machine_is_in_its_log()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "worker-1");
        await Eventually.TrueAsync(async () =>
            (await fly.Service.ReadLogsAsync(App, id, 10, TestContext.Current.CancellationToken)).EndsWith(
                "workers iad worker-1 the sample machine listens\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_runs_inside_a_machine_unless_it_is_leased()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "worker-1", image: Sleeper(fly));
        var answer = await fly.OkAsync("POST", $"{Machines}/{id}/exec",
            """{"command":["/bin/sh","-c","cat; echo $FLY_REGION; echo no >&2; exit 3"],"stdin":"from "}""");
        Assert.Equal(("from iad\n", "no\n", 3), ((string)answer["stdout"]!, (string)answer["stderr"]!, (int)answer["exit_code"]!));

        var nonce = (string)(await fly.OkAsync("POST", $"{Machines}/{id}/lease"))["data"]!["nonce"]!;
        Assert.StartsWith(
            "409", await fly.ToldAsync("POST", $"{Machines}/{id}/exec", """{"command":["true"]}""", nonce), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_machine_freezes_and_goes_on()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "worker-1");
        await Eventually.TrueAsync(async () => await fly.AskMachineAsync(id, "/who") == id);
        var pid = (int)fly.Shown(id)["pid"]!;
        await fly.OkAsync("POST", $"{Machines}/{id}/suspend");
        await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "suspended");
        await fly.OkAsync("POST", $"{Machines}/{id}/start");
        await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "started");
        Assert.Equal(id, await fly.AskMachineAsync(id, "/who"));
        Assert.Equal(pid, (int)fly.Shown(id)["pid"]!);
    }

    [Fact]
    public async Task Only_the_last_destroyed_machines_are_remembered()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        for (var number = 0; number < 23; number++)
        {
            var id = (string)(await fly.CreateAsync(App, "one", more: ""","skip_launch":true"""))["id"]!;
            await fly.OkAsync("DELETE", $"{Machines}/{id}");
            await fly.OkAsync("GET", $"{Machines}/{id}/wait?state=destroyed&timeout=5");
        }

        Assert.Equal(21, (await fly.OkAsync("GET", $"{Machines}?include_deleted=true")).AsArray().Count);
    }

    private static string Sleeper(LocalFly fly) => SampleImage.AddSleeper(fly.Directory, App);
}
