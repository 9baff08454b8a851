using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Fly.Api;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class ErrorTests
{
    private const string App = "workers";
    private const string Machines = "/v1/apps/workers/machines";

    [Fact]
    public async Task Refusals_have_the_bodies_of_the_machines_api()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = (string)(await fly.CreateAsync(App, "worker-1", more: ""","skip_launch":true"""))["id"]!;
        var image = SampleImage.Add(fly.Directory, App);
        var damaged = SampleImage.Add(fly.Directory, App, 'd');
        await File.WriteAllTextAsync(
            Path.Combine(fly.Directory, "registry", App, damaged.Split('@')[1].Replace(':', '-'), "image.json"), "{}",
            TestContext.Current.CancellationToken);
        var calls = Calls(fly, id, image, damaged);
        var told = new List<string>();
        foreach (var (method, path, body) in calls) told.Add($"{method} {path}\n    {await fly.ToldAsync(method, path, body)}");
        Approved.Text(string.Join('\n', told).Replace(id, "<id>", StringComparison.Ordinal)
            .Replace((string)(await fly.OkAsync("GET", $"{Machines}/{id}"))["instance_id"]!, "<version>", StringComparison.Ordinal));
    }

    private static (string Method, string Path, string? Body)[] Calls(LocalFly fly, string id, string image, string damaged) =>
    [
        ("GET", "/v1/apps/unknown", null),
        ("POST", "/v1/apps", """{"name":"workers","org_slug":"pip"}"""),
        ("POST", "/v1/apps", """{"name":"Workers!","org_slug":"pip"}"""),
        ("GET", $"{Machines}/00000000000000", null),
        ("POST", Machines, "{"),
        ("POST", Machines, fly.Machine(App, "worker-1")),
        ("POST", Machines, fly.Machine(App, "worker-2", "iadd")),
        ("POST", Machines, fly.Machine(App, "worker-2", image: "registry.fly.io/workers@sha256:" + new string('0', 64))),
        ("POST", Machines, fly.Machine(App, "worker-2", image: "nginx:latest")),
        ("POST", Machines, fly.Machine(App, "worker-2", image: damaged)),
        ("POST", Machines, fly.Machine(App, "worker-2", config: ""","chekcs":{}""")),
        ("POST", Machines, fly.Machine(App, "worker-2", config: ""","checks":{"health":{"type":"http","interval":"15 s"}}""")),
        ("POST", Machines, fly.Machine(App, "worker-2", config: ""","guest":{"cpu_kind":"shared","cpus":1,"memory_mb":300}""")),
        ("POST", Machines, fly.Machine(App, "worker-2", config: ""","restart":{"policy":"sometimes"}""")),
        ("POST", Machines, fly.Machine(App, "worker-2", config: ""","stop_config":{"timeout":"301s"}""")),
        ("POST", Machines, fly.Machine(App, "worker-2", more: ""","min_secrets_version":7""")),
        ("POST", $"{Machines}/{id}", $$$"""{"region":"ord","config":{"image":"{{{image}}}"}}"""),
        ("POST", $"{Machines}/{id}", $$$"""{"current_version":"OLD","config":{"image":"{{{image}}}"}}"""),
        ("GET", $"{Machines}/{id}/wait?state=started&timeout=61", null),
        ("GET", $"{Machines}/{id}/wait?state=started&timeout=0", null),
        ("GET", $"{Machines}/{id}/wait?state=ready", null),
        ("POST", $"{Machines}/{id}/signal", """{"signal":"SIGUSR1"}"""),
        ("POST", $"{Machines}/{id}/suspend", null),
        ("GET", $"{Machines}/{id}/events?limit=51", null),
        ("POST", "/v1/apps/workers/secrets", """{"values":{"NOT-A-NAME":"x"}}"""),
        ("POST", "/v1/apps/workers/ip_assignments", """{"type":"v5"}"""),
        ("GET", "/v2/apps", null),
    ];

    [Fact]
    public async Task Every_answer_has_a_request_id_and_needs_the_token()
    {
        await using var fly = await LocalFly.StartAsync();
        using var http = new HttpClient();
        using var response = await http.GetAsync(
            new Uri($"http://127.0.0.1:{fly.Service.Port}/v1/apps"), TestContext.Current.CancellationToken);
        Assert.Equal("""401 {"error":"unauthorized: the token is missing or not one of this organization"}""",
            $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        Assert.Matches("^[0-9A-Z]{26}-local$", response.Headers.GetValues("fly-request-id").Single());
    }

    [Fact]
    public async Task Both_authorization_schemes_are_good()
    {
        await using var fly = await LocalFly.StartAsync();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", $"FlyV1 {fly.Token}");
        using var response = await http.GetAsync(
            new Uri($"http://127.0.0.1:{fly.Service.Port}/v1/apps"), TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Each_action_of_a_machine_is_limited_to_one_a_second_with_a_burst_of_three()
    {
        var time = new FakeTimeProvider();
        await using var fly = await LocalFly.WithAppAsync(App, time, new RateLimits());
        var (first, second) = ((string)(await fly.CreateAsync(App, "a", more: ""","skip_launch":true"""))["id"]!,
            (string)(await fly.CreateAsync(App, "b", more: ""","skip_launch":true"""))["id"]!);

        async Task<string> CordonAsync(string id) => (await fly.ToldAsync("POST", $"{Machines}/{id}/cordon"))[..3];
        Assert.Equal(
            ["200", "200", "200", "429"],
            [await CordonAsync(first), await CordonAsync(first), await CordonAsync(first), await CordonAsync(first)]);
        Assert.Equal("200", await CordonAsync(second));
        Assert.Equal("200", (await fly.ToldAsync("POST", $"{Machines}/{first}/uncordon"))[..3]);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["200", "429"], [await CordonAsync(first), await CordonAsync(first)]);
    }

    [Fact]
    public async Task Reading_a_machine_may_burst_to_ten()
    {
        await using var fly = await LocalFly.WithAppAsync(App, new FakeTimeProvider(), new RateLimits());
        var id = (string)(await fly.CreateAsync(App, "a", more: ""","skip_launch":true"""))["id"]!;
        var codes = new List<string>();
        for (var call = 0; call < 11; call++) codes.Add((await fly.ToldAsync("GET", $"{Machines}/{id}"))[..3]);
        Assert.Equal([.. Enumerable.Repeat("200", 10), "429"], codes);
    }
}
