using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.Testing;
using static PipAi.LocalCloud.Tests.Fly.ProxyBed;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class ProxyTests
{
    [Fact]
    public async Task Requests_go_to_healthy_machines_only()
    {
        await using var fly = await WithAddressesAsync();
        var (well, sick) = (await LaunchAsync(fly, "well"), await LaunchAsync(fly, "sick"));
        await fly.TellMachineAsync(sick, "/sick");
        await fly.UntilAsync(App, sick, machine => (string)machine["checks"]![0]!["status"]! == "critical");
        Assert.Equal([well], await WhoAsync(fly, 6));
    }

    [Fact]
    public async Task Requests_are_spread_and_a_cordoned_machine_gets_none()
    {
        await using var fly = await WithAddressesAsync();
        var (first, second) = (await LaunchAsync(fly, "first"), await LaunchAsync(fly, "second"));
        Assert.Equal(2, (await WhoAsync(fly, 30)).Count);
        await fly.OkAsync("POST", $"/v1/apps/{App}/machines/{first}/cordon");
        Assert.Equal([second], await WhoAsync(fly, 6));
    }

    [Fact]
    public async Task The_preferred_region_is_served_by_the_nearest_machine()
    {
        await using var fly = await WithAddressesAsync();
        var (east, west) = (await LaunchAsync(fly, "east", "iad"), await LaunchAsync(fly, "west", "lax"));
        Assert.Equal([east], await WhoAsync(fly, 4, "ewr"));
        Assert.Equal([west], await WhoAsync(fly, 4, "sjc"));
    }

    [Fact]
    public async Task A_machine_at_its_hard_limit_passes_requests_to_the_next()
    {
        await using var fly = await WithAddressesAsync();
        var limit = ""","concurrency":{"type":"requests","hard_limit":1}""";
        var (near, far) = (await LaunchAsync(fly, "near", "iad", limit), await LaunchAsync(fly, "far", "lax", limit));
        using var busy = await fly.ThroughProxyAsync($"{App}.fly.dev", "/wait", request => request.Headers.Add("Fly-Prefer-Region", "iad"));
        Assert.Equal([far], await WhoAsync(fly, 1, "iad"));
        await fly.TellMachineAsync(near, "/release");
        await busy.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        // The client has its answer a moment before the proxy counts the request off.
        await Eventually.TrueAsync(async () => (await WhoAsync(fly, 1, "iad")).SetEquals([near]));
    }

    [Fact]
    public async Task A_stopped_machine_is_started_when_the_others_are_busy_and_stopped_when_idle()
    {
        var time = new FakeTimeProvider();
        await using var fly = await WithAddressesAsync(time);
        var one =
            (string)(await fly.CreateAsync(
                App, "one", "iad", Service(""","concurrency":{"type":"requests","soft_limit":1,"hard_limit":20}""")))["id"]!;
        var standby =
            (string)(await fly.CreateAsync(
                App, "standby", "iad", Service(""","autostart":true,"autostop":"stop" """), ""","skip_launch":true"""))["id"]!;
        async Task UntilAsync(string id, Func<JsonNode, bool> wanted) => await Eventually.TrueAsync(async () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            return wanted(await fly.OkAsync("GET", $"/v1/apps/{App}/machines/{id}"));
        });
        await UntilAsync(one, IsPassing);
        Assert.Equal([one], await WhoAsync(fly, 2));

        using var busy = await fly.ThroughProxyAsync($"{App}.fly.dev", "/wait");
        Assert.Equal([one], await WhoAsync(fly, 1));
        await UntilAsync(standby, IsPassing);
        Assert.Equal([standby], await WhoAsync(fly, 1));
        await fly.TellMachineAsync(one, "/release");
        await busy.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(standby, machine => (string)machine["state"]! == "stopped");
        Assert.Equal("started", (string)(await fly.OkAsync("GET", $"/v1/apps/{App}/machines/{one}"))["state"]!);
    }

    [Fact]
    public async Task A_request_waits_for_the_machine_that_is_started_for_it()
    {
        await using var fly = await WithAddressesAsync();
        var id = (string)(await fly.CreateAsync(App, "standby", "iad", Service(""","autostart":true"""), ""","skip_launch":true"""))["id"]!;
        Assert.Equal([id], await WhoAsync(fly, 1));
    }

    [Fact]
    public async Task A_crash_loses_no_request_that_had_not_begun()
    {
        await using var fly = await WithAddressesAsync();
        var (kept, killed) = (await LaunchAsync(fly, "kept"), await LaunchAsync(fly, "killed"));
        fly.Service.KillMachine(killed);
        for (var call = 0; call < 20; call++)
        {
            using var response = await fly.ThroughProxyAsync($"{App}.fly.dev", "/who");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal("started", (string)(await fly.OkAsync("GET", $"/v1/apps/{App}/machines/{kept}"))["state"]!);
    }

    [Fact]
    public async Task A_fault_of_the_proxy_holds_for_requests_that_enter_in_its_region()
    {
        await using var fly = await WithAddressesAsync();
        var id = await LaunchAsync(fly, "one");
        fly.Faults.Add(
            new Fault
            {
                Service = VendorNames.Proxy,
                Region = "lhr",
                Operation = $"GET {App}.fly.dev/*",
                Effect = new FaultEffect.Status(502),
            });
        using var refused = await fly.ThroughProxyAsync(
            $"{App}.fly.dev", "/who", request => request.Headers.Add("Fly-Prefer-Region", "lhr"));
        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Equal([id], await WhoAsync(fly, 1));
    }

    [Fact]
    public async Task Answers_are_streamed()
    {
        await using var fly = await WithAddressesAsync();
        var id = await LaunchAsync(fly, "one");
        using var response = await fly.ThroughProxyAsync($"{App}.fly.dev", "/wait");
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var (first, last) = (new byte[6], new byte[4]);
        await body.ReadExactlyAsync(first, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("first "u8.ToArray(), first);
        // Only now does the machine go on.
        await fly.TellMachineAsync(id, "/release");
        await body.ReadExactlyAsync(last, TestContext.Current.CancellationToken);
        Assert.Equal("last"u8.ToArray(), last);
    }

    [Fact]
    public async Task An_unmodified_client_reaches_flycast_names_through_http_proxy()
    {
        await using var fly = await WithAddressesAsync();
        var id = await LaunchAsync(fly, "one");
        using var client = new HttpClient(
            new SocketsHttpHandler { Proxy = new WebProxy($"http://127.0.0.1:{fly.Proxy.Port}"), UseProxy = true });
        Assert.Equal(id, await client.GetStringAsync(new Uri($"http://{App}.flycast/who"), TestContext.Current.CancellationToken));
        using var body = new ByteArrayContent(new byte[3_000_000]);
        using var echoed = await client.PostAsync(new Uri($"http://{App}.flycast/echo"), body, TestContext.Current.CancellationToken);
        Assert.Equal(3_000_000, (await echoed.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Machines_see_the_headers_of_flys_proxy()
    {
        await using var fly = await WithAddressesAsync();
        await LaunchAsync(fly, "one");
        using var response = await fly.ThroughProxyAsync($"{App}.fly.dev.localhost", "/headers");
        Assert.Equal("1.1 fly.io", response.Headers.Via.Single().ToString());
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Approved.Text(
            string.Join(
                '\n',
                text.Split('\n').Select(
                    line => line.Split(": ")[0] is "Fly-Request-Id" or "X-Request-Start" ? line.Split(": ")[0] + ": …" : line)));
    }

    [Fact]
    public async Task Refusals_say_what_is_missing()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var told = new List<string>
        {
            await RefusalAsync(fly, "nobody.fly.dev"),
            await RefusalAsync(fly, "example.com"),
            await RefusalAsync(fly, $"{App}.fly.dev"),
            await RefusalAsync(fly, $"{App}.flycast"),
        };
        await fly.OkAsync("POST", $"/v1/apps/{App}/ip_assignments", """{"type":"shared_v4"}""");
        told.Add(await RefusalAsync(fly, $"{App}.fly.dev"));
        var id = await fly.LaunchAsync(App, "no-service");
        told.Add(await RefusalAsync(fly, $"{App}.fly.dev"));
        await fly.OkAsync("POST", $"/v1/apps/{App}/machines/{id}", fly.Machine(App, "no-service", config: Service()));
        await fly.OkAsync("POST", $"/v1/apps/{App}/machines/{id}/cordon");
        await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "started");
        told.Add(await RefusalAsync(fly, $"{App}.fly.dev"));
        Approved.Text(string.Join('\n', told));
    }

    [Fact]
    public async Task Traffic_is_measured_per_app()
    {
        await using var fly = await WithAddressesAsync();
        await LaunchAsync(fly, "one");
        await WhoAsync(fly, 5);
        // A client has its answer a moment before it is counted.
        await Eventually.TrueAsync(() => Task.FromResult((long)fly.Proxy.Describe()["apps"]![App]!["requests"]! >= 5));
        var measured = fly.Proxy.Describe()["apps"]![App]!;
        Assert.Equal(0, (long)measured["failures"]!);
        Assert.True((double)measured["p99Ms"]! > 0);
    }

    private static async Task<string> RefusalAsync(LocalFly fly, string host)
    {
        using var response = await fly.ThroughProxyAsync(host, "/");
        return $"{host}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }
}
