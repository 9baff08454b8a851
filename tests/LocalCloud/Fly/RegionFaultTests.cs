using System.Net;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class RegionFaultTests
{
    private const string App = "workers";
    private const string Machines = "/v1/apps/workers/machines";

    [Fact]
    public async Task A_dark_region_loses_its_machines_until_the_fault_is_removed()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var (east, west) = (await fly.LaunchAsync(App, "east", "iad"), await fly.LaunchAsync(App, "west", "lax"));
        var (eastPid, westPid) = ((int)fly.Shown(east)["pid"]!, (int)fly.Shown(west)["pid"]!);

        var fault = fly.Faults.Add(new Fault { Service = VendorNames.Fly, Region = "iad", Effect = new FaultEffect.Dark() });
        await Eventually.TrueAsync(() => Task.FromResult(ProcessIdentity.Of(eastPid) is null));
        var dark = await fly.OkAsync("GET", $"{Machines}/{east}");
        Assert.Equal("unreachable", (string)dark["host_status"]!);
        Assert.NotNull(dark["incomplete_config"]);
        Assert.Null(dark["config"]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await fly.CallAsync("POST", $"{Machines}/{east}/stop")).Code);
        var (code, body) = await fly.CallAsync("POST", Machines, fly.Machine(App, "new", "iad"));
        Assert.Equal(HttpStatusCode.Conflict, code);
        Assert.Equal("insufficient_capacity", (string)JsonNode.Parse(body)!["status"]!);

        fly.Faults.Remove(fault.Id);
        await fly.UntilAsync(
            App, east, machine => (string)machine["host_status"]! == "ok" && (int?)fly.Shown(east)["pid"] is { } pid && pid != eastPid);
        await Eventually.TrueAsync(async () => await fly.AskMachineAsync(east, "/who") == east);
        Assert.Equal(westPid, (int)fly.Shown(west)["pid"]!);
    }

    [Fact]
    public async Task A_region_without_capacity_refuses_its_own_machines_only()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        fly.Faults.Add(new Fault { Service = VendorNames.Fly, Region = "iad", Effect = new FaultEffect.Status(409) });
        var image = SampleImage.AddSleeper(fly.Directory, App);
        Assert.StartsWith(
            "409", await fly.ToldAsync("POST", Machines, fly.Machine(App, "east", "iad", image: image)), StringComparison.Ordinal);
        await fly.LaunchAsync(App, "west", "lax", image: image);
    }

    [Fact]
    public async Task A_create_whose_answer_is_lost_has_happened()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        fly.Faults.Add(
            new Fault { Service = VendorNames.Fly, Operation = "POST */machines", Effect = new FaultEffect.LoseAnswer(), Times = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => fly.CallAsync("POST", Machines, fly.Machine(App, "worker-1")));
        Assert.Single((await fly.OkAsync("GET", Machines)).AsArray());
    }

    [Theory]
    [InlineData("status:429", """429 {"error":"rate limit exceeded"}""")]
    [InlineData("status:503", """503 {"error":"internal server error","status":"unknown"}""")]
    [InlineData(
        "status:409",
        """409 {"error":"insufficient resources to create new machine: could not reserve resource for machine","status":"insufficient_capacity"}""")]
    public async Task A_scripted_status_has_the_vendors_body(string effect, string expected)
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        Assert.True(FaultEffect.TryParse(effect, out var parsed));
        fly.Faults.Add(new Fault { Service = VendorNames.Fly, Operation = "POST *", Effect = parsed, Times = 1 });
        Assert.Equal(expected, await fly.ToldAsync("POST", Machines, fly.Machine(App, "worker-1")));
        await fly.LaunchAsync(App, "worker-1", image: SampleImage.AddSleeper(fly.Directory, App));
    }
}
