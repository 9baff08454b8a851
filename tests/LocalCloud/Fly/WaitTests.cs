using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class WaitTests
{
    private const string App = "workers";
    private const string Machines = "/v1/apps/workers/machines";

    [Fact]
    public async Task A_wait_ends_when_the_state_comes()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var machine = await fly.CreateAsync(App, "worker-1", more: ""","skip_launch":true""");
        var wait = fly.OkAsync("GET", $"{Machines}/{machine["id"]}/wait?state=started&timeout=20");
        await fly.OkAsync("POST", $"{Machines}/{machine["id"]}/start");
        var answer = await wait;
        Assert.Equal("started", (string)answer["state"]!);
        Assert.Equal((string)machine["instance_id"]!, (string)answer["version"]!);
    }

    [Fact]
    public async Task A_wait_that_runs_out_says_where_the_machine_is()
    {
        var time = new FakeTimeProvider();
        await using var fly = await LocalFly.WithAppAsync(App, time);
        var id = (string)(await fly.CreateAsync(App, "worker-1", more: ""","skip_launch":true"""))["id"]!;
        var wait = fly.ToldAsync("GET", $"{Machines}/{id}/wait?state=started&timeout=60");
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(wait.IsCompleted);
        });
        Assert.Equal(
            $$"""408 {"error":"deadline_exceeded: machine {{id}} failed to reach desired state, started, currently stopped"}""",
            await wait);
    }

    [Fact]
    public async Task Settled_is_any_state_that_lasts()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = (string)(await fly.CreateAsync(App, "worker-1", more: ""","skip_launch":true"""))["id"]!;
        JsonNode answer = await fly.OkAsync("GET", $"{Machines}/{id}/wait?state=settled");
        Assert.Equal("stopped", (string)answer["state"]!);
    }
}
