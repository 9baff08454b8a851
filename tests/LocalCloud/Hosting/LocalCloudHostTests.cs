using System.Diagnostics;
using System.Net.Sockets;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Hosting;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Tests.Fly;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Hosting;

public sealed class LocalCloudHostTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_cloud_leaves_no_machine_behind_and_comes_back_with_everything()
    {
        using var folder = new TemporaryFolder();
        using var first = Serve(folder);
        using var client = (await LocalCloudClient.WaitReadyAsync(folder.Path, () => !first.HasExited, Cancellation))!;
        using var fly = new FlyClient(client.Endpoints);
        await fly.OkAsync("POST", "/v1/apps", """{"name":"workers","org_slug":"pip"}""");
        await fly.OkAsync("POST", "/v1/apps/workers/secrets", """{"values":{"KEY":"kept"}}""");
        var machine = await fly.OkAsync("POST", "/v1/apps/workers/machines",
            $$$"""{"name":"w","region":"iad","config":{"image":"{{{SampleImage.Add(folder.Path, "workers")}}}"}}""");
        var id = (string)machine["id"]!;
        await fly.OkAsync("POST", $"/v1/apps/workers/machines/{id}/lease?ttl=600");
        var before = await RunningAsync(client);

        first.Kill();
        await first.WaitForExitAsync(Cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(ProcessIdentity.Of(before.Pid!.Value) is null));
        Assert.False(client.Endpoints.IsAlive);

        using var second = Serve(folder);
        using var again = (await LocalCloudClient.WaitReadyAsync(folder.Path, () => !second.HasExited, Cancellation))!;
        Assert.Equal(client.Endpoints.Ports, again.Endpoints.Ports);
        Assert.Equal(client.Endpoints.Tokens, again.Endpoints.Tokens);
        var after = await RunningAsync(again);
        Assert.Equal((before.Id, before.InstanceId, before.Port), (after.Id, after.InstanceId, after.Port));
        Assert.NotEqual(before.Pid, after.Pid);
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () => await http.GetStringAsync(new Uri($"http://127.0.0.1:{after.Port}/env/KEY"), Cancellation) == "kept");
        Assert.NotNull((await fly.OkAsync("GET", $"/v1/apps/workers/machines/{id}/lease"))["data"]);

        await again.StopAsync(Cancellation);
        await second.WaitForExitAsync(Cancellation);
        Assert.Equal(0, second.ExitCode);
        Assert.Null(ProcessIdentity.Of(after.Pid!.Value));
    }

    [Fact]
    public async Task Where_setpriv_is_missing_the_machines_of_a_killed_cloud_are_ended_later()
    {
        using var folder = new TemporaryFolder();
        using var first = Serve(folder, withoutTools: true);
        using var client = (await LocalCloudClient.WaitReadyAsync(folder.Path, () => !first.HasExited, Cancellation))!;
        using var fly = new FlyClient(client.Endpoints);
        await fly.OkAsync("POST", "/v1/apps", """{"name":"workers","org_slug":"pip"}""");
        var image = SampleImage.AddScript(folder.Path, "workers", "while :; do /bin/sleep 0.1; done");
        await fly.OkAsync("POST", "/v1/apps/workers/machines", $$$"""{"name":"w","config":{"image":"{{{image}}}"}}""");
        var left = await RunningAsync(client);
        first.Kill();
        await first.WaitForExitAsync(Cancellation);
        Assert.NotNull(ProcessIdentity.Of(left.Pid!.Value));

        using var second = Serve(folder, withoutTools: true);
        using var again = (await LocalCloudClient.WaitReadyAsync(folder.Path, () => !second.HasExited, Cancellation))!;
        var started = await RunningAsync(again);
        await Eventually.TrueAsync(() => Task.FromResult(ProcessIdentity.Of(left.Pid!.Value) is null));
        second.Kill();
        await second.WaitForExitAsync(Cancellation);

        Assert.Equal(1, LocalCloudHost.EndLeftovers(folder.Path));
        await Eventually.TrueAsync(() => Task.FromResult(ProcessIdentity.Of(started.Pid!.Value) is null));
        Assert.Equal(0, LocalCloudHost.EndLeftovers(folder.Path));
    }

    [Fact]
    public async Task The_control_api_shows_scripts_and_kills()
    {
        using var folder = new TemporaryFolder();
        await using var host = await StartAsync(folder);
        using var client = new LocalCloudClient(host.Endpoints);
        using var fly = new FlyClient(host.Endpoints);
        await fly.OkAsync("POST", "/v1/apps", """{"name":"workers","org_slug":"pip"}""");
        await fly.OkAsync("POST", "/v1/apps/workers/machines",
            $$$$"""{"name":"w","region":"ord","config":{"image":"{{{{SampleImage.Add(
                folder.Path, "workers")}}}}","restart":{"policy":"always"}}}""");
        var machine = await RunningAsync(client);
        // A process that has only just begun has hardly any memory yet.
        await Eventually.TrueAsync(async () => await RunningAsync(client) is { MemoryBytes: > 1_000_000, CpuSeconds: not null });

        var fault = await client.AddFaultAsync(new Fault { Service = "s3", Effect = new FaultEffect.Status(503) }, Cancellation);
        Assert.Equal(fault, Assert.Single(await client.FaultsAsync(Cancellation)));
        Assert.True(await client.RemoveFaultAsync(fault.Id, Cancellation));
        Assert.False(await client.RemoveFaultAsync(fault.Id, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.AddFaultAsync(new Fault { Service = "s4", Effect = new FaultEffect.Dark() }, Cancellation));

        Assert.True(await client.KillMachineAsync(machine.Id, Cancellation));
        await Eventually.TrueAsync(async () => (await RunningAsync(client)).Pid != machine.Pid);
        Assert.False(await client.KillMachineAsync("none", Cancellation));
        Assert.Contains(
            "exited with code 137, restarting", await client.LogsAsync("workers", "", 50, Cancellation), StringComparison.Ordinal);

        // What does not exist is an error that names what does.
        var typo = await Assert.ThrowsAsync<ArgumentException>(() => client.LogsAsync("", "typo", 50, Cancellation));
        Assert.Equal($"There is no machine 'typo', by name or id. Machines: w ({machine.Id}).", typo.Message);
        Assert.Equal(
            "There is no Fly app 'wokers'. Apps: workers.",
            (await Assert.ThrowsAsync<ArgumentException>(() => client.LogsAsync("wokers", "", 50, Cancellation))).Message);
        var nowhere = await Assert.ThrowsAsync<ArgumentException>(() =>
            client.AddFaultAsync(new Fault { Service = "fly", Region = "iadd", Effect = new FaultEffect.Dark() }, Cancellation));
        Assert.Contains("Fly has no region 'iadd'; it is one of ams, arn,", nowhere.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peoples_own_tools_get_no_address_of_the_real_Fly_and_a_proxy_that_they_may_use()
    {
        using var folder = new TemporaryFolder();
        await using var host = await StartAsync(folder);
        var environment = host.Endpoints.ClientEnvironment();
        foreach (var name in (string[])["FLY_FLAPS_BASE_URL", "FLY_API_BASE_URL", "FLY_METRICS_BASE_URL"])
            Assert.Equal(host.Endpoints.AddressOf(VendorNames.Fly), new Uri(environment[name]));
        Assert.Equal(environment["FLY_API_TOKEN"], environment["FLY_ACCESS_TOKEN"]);
        Assert.DoesNotContain("http_proxy", environment.Keys, StringComparer.OrdinalIgnoreCase);
        using var http = new HttpClient(
            new SocketsHttpHandler { Proxy = new System.Net.WebProxy(environment["PIPAI_PROXY"]), UseProxy = true });
        using var answer = await http.GetAsync(new Uri("http://nobody.fly.dev/"), Cancellation);
        Assert.Contains("there is no Fly app 'nobody'", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_are_private_to_their_owner_and_name_all_that_providers_need()
    {
        using var folder = new TemporaryFolder();
        await using var host = await StartAsync(folder);
        var loaded = CloudEndpoints.Load(folder.Path)!;
        Assert.True(loaded.IsAlive);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder[CloudEndpoints.FileName]));
        Approved.Text(string.Join('\n', loaded.ProviderEnvironment().Keys));
        Assert.Equal($"http://127.0.0.1:{loaded.Ports[VendorNames.Fly]}", loaded.ProviderEnvironment()["FLY_FLAPS_BASE_URL"]);
        Assert.Null(CloudEndpoints.Load(folder["nothing"]));
    }

    [Fact]
    public async Task A_remembered_port_that_is_taken_names_port_and_service()
    {
        using var folder = new TemporaryFolder();
        await using (await StartAsync(folder)) { }
        var port = CloudEndpoints.Load(folder.Path)!.Ports[VendorNames.Vercel];
        using var other = new TcpListener(System.Net.IPAddress.Loopback, port);
        other.Start();

        var refused = await Assert.ThrowsAsync<PortTakenException>(() => StartAsync(folder));

        Assert.Equal((VendorNames.Vercel, port), (refused.Service, refused.Port));
        Assert.Equal($"Port {port} of the local cloud's service 'vercel' is in use by another process.", refused.Message);
        other.Stop();
        await using var again = await StartAsync(folder);
    }

    [Fact]
    public async Task A_folder_is_served_by_one_cloud_only()
    {
        using var folder = new TemporaryFolder();
        await using var host = await StartAsync(folder);
        await Assert.ThrowsAsync<CloudAlreadyRunningException>(() => StartAsync(folder));
    }

    private static Task<LocalCloudHost> StartAsync(TemporaryFolder folder) =>
        LocalCloudHost.StartAsync(new LocalCloudOptions { Stack = "test", Directory = folder.Path }, Cancellation);

    private static Process Serve(TemporaryFolder folder, bool withoutTools = false)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["host", folder.Path]);
        if (withoutTools) start.Environment["PATH"] = folder.Path;
        return Process.Start(start)!;
    }

    private static async Task<MachineStatus> RunningAsync(LocalCloudClient client)
    {
        MachineStatus? machine = null;
        await Eventually.TrueAsync(async () =>
        {
            machine = (await client.StatusAsync(Cancellation)).Apps.Single().Machines.Single();
            return machine is { State: "started", Pid: not null };
        });
        return machine!;
    }
}
