using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class LeaseTests
{
    private const string App = "workers";
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_leased_machine_is_changed_only_with_the_nonce()
    {
        await using var fly = await LocalFly.WithAppAsync(App, time);
        var (path, nonce) = await LeasedAsync(fly, 30);

        var told = new List<string>();
        foreach (var call in new[] { "/start", "/stop", "/restart", "/cordon", "/signal", "" })
            told.Add($"POST {call}: {await fly.ToldAsync("POST", path + call, "{}", "wrong")}");
        told.Add($"DELETE: {await fly.ToldAsync("DELETE", path + "?force=true")}");
        told.Add($"POST /lease: {await fly.ToldAsync("POST", path + "/lease?ttl=5")}");
        told.Add($"DELETE /lease: {await fly.ToldAsync("DELETE", path + "/lease", nonce: "wrong")}");
        Approved.Text(string.Join('\n', told).Replace(path.Split('/')[^1], "<id>", StringComparison.Ordinal));

        await fly.OkAsync("POST", path + "/cordon", nonce: nonce);
        await fly.OkAsync("POST", path + "/metadata/a", """{"value":"needs no lease"}""");
    }

    [Fact]
    public async Task A_lease_ends_after_its_time_and_lives_on_when_refreshed()
    {
        await using var fly = await LocalFly.WithAppAsync(App, time);
        var (path, nonce) = await LeasedAsync(fly, 10);

        time.Advance(TimeSpan.FromSeconds(8));
        var refreshed = await fly.OkAsync("POST", path + "/lease?ttl=10", nonce: nonce);
        Assert.Equal(nonce, (string)refreshed["data"]!["nonce"]!);
        time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(HttpStatusCode.Conflict, (await fly.CallAsync("POST", path + "/cordon")).Code);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, (await fly.CallAsync("POST", path + "/cordon")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await fly.CallAsync("GET", path + "/lease")).Code);
    }

    [Fact]
    public async Task A_released_lease_frees_the_machine()
    {
        await using var fly = await LocalFly.WithAppAsync(App, time);
        var (path, nonce) = await LeasedAsync(fly, 30);
        Assert.Equal(HttpStatusCode.NoContent, (await fly.CallAsync("DELETE", path + "/lease", nonce: nonce)).Code);
        Assert.Equal(HttpStatusCode.Created, (await fly.CallAsync("POST", path + "/lease")).Code);
    }

    [Fact]
    public async Task Create_with_lease_ttl_answers_the_nonce()
    {
        await using var fly = await LocalFly.WithAppAsync(App, time);
        var machine = await fly.CreateAsync(App, "worker-1", more: ""","skip_launch":true,"lease_ttl":30""");
        var lease = await fly.OkAsync("GET", $"/v1/apps/workers/machines/{machine["id"]}/lease");
        Assert.Equal((string)machine["nonce"]!, (string)lease["data"]!["nonce"]!);
    }

    private static async Task<(string Path, string Nonce)> LeasedAsync(LocalFly fly, int seconds)
    {
        var machine = await fly.CreateAsync(App, "worker-1", more: ""","skip_launch":true""");
        var path = $"/v1/apps/workers/machines/{machine["id"]}";
        JsonNode lease = await fly.OkAsync("POST", $"{path}/lease?ttl={seconds}");
        return (path, (string)lease["data"]!["nonce"]!);
    }
}
