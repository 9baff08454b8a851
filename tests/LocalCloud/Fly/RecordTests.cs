using System.Net;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class RecordTests
{
    private const string App = "workers";

    [Fact]
    public async Task A_volume_is_made_attached_extended_and_deleted()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var volumes = $"/v1/apps/{App}/volumes";
        var id = (string)(await fly.OkAsync("POST", volumes, """{"name":"data","region":"ord"}"""))["id"]!;
        Assert.Equal(3, (int)(await fly.OkAsync("GET", $"{volumes}/{id}"))["size_gb"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await fly.CallAsync("PUT", $"{volumes}/{id}/extend", """{"size_gb":2}""")).Code);
        Assert.False((bool)(await fly.OkAsync("PUT", $"{volumes}/{id}/extend", """{"size_gb":5}"""))["needs_restart"]!);

        var machine =
            (string)(await fly.CreateAsync(
                App, "w", "ord", $$$""","mounts":[{"volume":"{{{id}}}","path":"/data"}]""", ""","skip_launch":true"""))["id"]!;
        Assert.Equal(machine, (string)(await fly.OkAsync("GET", $"{volumes}/{id}"))["attached_machine_id"]!);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await fly.CallAsync("DELETE", $"{volumes}/{id}")).Code);
        await fly.OkAsync("DELETE", $"/v1/apps/{App}/machines/{machine}");
        await fly.OkAsync("GET", $"/v1/apps/{App}/machines/{machine}/wait?state=destroyed&timeout=5");
        await fly.OkAsync("DELETE", $"{volumes}/{id}");
        Assert.Equal(HttpStatusCode.NotFound, (await fly.CallAsync("GET", $"{volumes}/{id}")).Code);
    }

    [Fact]
    public async Task A_certificate_is_pending_until_its_records_are_checked()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var certificates = $"/v1/apps/{App}/certificates";
        var added = await fly.OkAsync("POST", $"{certificates}/acme", """{"hostname":"*.pip.example"}""");
        Assert.Equal("pending_ownership", (string)added["status"]!);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await fly.CallAsync("POST", $"{certificates}/acme", """{"hostname":"*.pip.example"}""")).Code);
        Assert.Equal("active", (string)(await fly.OkAsync("POST", $"{certificates}/%2A.pip.example/check"))["status"]!);
        Assert.Equal(1, (int)(await fly.OkAsync("GET", certificates))["total_count"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await fly.CallAsync("DELETE", $"{certificates}/%2A.pip.example/acme")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await fly.CallAsync("GET", $"{certificates}/%2A.pip.example")).Code);
    }

    [Fact]
    public async Task Every_call_gives_another_address_but_for_the_shared_one()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var ips = $"/v1/apps/{App}/ip_assignments";
        foreach (var type in new[] { "v6", "v6", "shared_v4", "shared_v4", "private_v6" })
            await fly.OkAsync("POST", ips, $$"""{"type":"{{type}}"}""");
        var addresses = (await fly.OkAsync("GET", ips))["ips"]!.AsArray().Select(ip => (string)ip!["ip"]!).ToList();
        Assert.Equal(4, addresses.Count);
        Assert.Equal(HttpStatusCode.NoContent, (await fly.CallAsync("DELETE", $"{ips}/{addresses[0]}")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await fly.CallAsync("DELETE", $"{ips}/{addresses[0]}")).Code);
    }

    [Fact]
    public async Task Regions_and_placements_are_told()
    {
        await using var fly = await LocalFly.StartAsync();
        Assert.Equal(18, (await fly.OkAsync("GET", "/v1/platform/regions"))["regions"]!.AsArray().Count);
        fly.Faults.Add(new Fault { Service = VendorNames.Fly, Region = "iad", Effect = new FaultEffect.Dark() });
        var placed = await fly.OkAsync("POST", "/v1/platform/placements", """{"region":"iad,ord","count":2}""");
        Assert.Equal("ord", (string)Assert.Single(placed["regions"]!.AsArray())!["region"]!);
    }
}
