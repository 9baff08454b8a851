using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class RestartTests
{
    private const string App = "workers";

    [Fact]
    public async Task A_machine_that_crashes_is_started_again_and_tells_of_it()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "worker-1", config: ""","restart":{"policy":"always"}""");
        await Eventually.TrueAsync(async () => await fly.AskMachineAsync(id, "/who") == id);
        var pid = (int)fly.Shown(id)["pid"]!;

        await fly.TellMachineAsync(id, "/exit/3");
        var machine = await fly.UntilAsync(App, id, machine => Exits(machine).Any() && (string)machine["state"]! == "started");

        var exit = Exits(machine).Single();
        Assert.Equal(1, (int)exit["restart_count"]!);
        Assert.Equal(3, (int)exit["exit_event"]!["exit_code"]!);
        Assert.True((bool)exit["exit_event"]!["restarting"]!);
        Assert.False((bool)exit["exit_event"]!["requested_stop"]!);
        Assert.NotEqual(pid, (int)fly.Shown(id)["pid"]!);
    }

    [Fact]
    public async Task A_machine_that_fails_again_and_again_stays_down_after_its_retries()
    {
        var time = new WatchedTime();
        await using var fly = await LocalFly.WithAppAsync(App, time);
        var id = (string)(await fly.CreateAsync(App, "crashing", config: ""","restart":{"policy":"on-failure","max_retries":3}""",
            image: SampleImage.AddScript(fly.Directory, App, "exit 7")))["id"]!;

        foreach (var delay in new[] { 0.5, 1, 2 }.Select(TimeSpan.FromSeconds))
        {
            await Eventually.TrueAsync(() => Task.FromResult(time.Waits.ContainsKey(delay)));
            time.Advance(delay);
        }
        var machine = await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "stopped");

        Assert.Equal([false, true, true, true], Exits(machine).Select(exit => (bool)exit["exit_event"]!["restarting"]!));
        Assert.Equal([3, 3, 2, 1], Exits(machine).Select(exit => (int)exit["restart_count"]!));
    }

    [Theory]
    [InlineData("on-failure", "exit 0")]
    [InlineData("no", "exit 1")]
    public async Task A_machine_stays_down_when_its_policy_says_so(string policy, string script)
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = (string)(await fly.CreateAsync(App, "once", config: $$$""","restart":{"policy":"{{{policy}}}"}""",
            image: SampleImage.AddScript(fly.Directory, App, script)))["id"]!;
        var machine = await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "stopped");
        Assert.False((bool)Exits(machine).Single()["exit_event"]!["restarting"]!);
    }

    [Fact]
    public async Task A_stop_ends_a_restart_that_is_due()
    {
        var time = new FakeTimeProvider();
        await using var fly = await LocalFly.WithAppAsync(App, time);
        var id = (string)(await fly.CreateAsync(App, "crashing", config: ""","restart":{"policy":"always"}""",
            image: SampleImage.AddScript(fly.Directory, App, "exit 7")))["id"]!;
        await fly.UntilAsync(App, id, machine => Exits(machine).Any());
        await fly.OkAsync("POST", $"/v1/apps/{App}/machines/{id}/stop");
        await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "stopped");

        time.Advance(TimeSpan.FromMinutes(1));
        var machine = await fly.OkAsync("GET", $"/v1/apps/{App}/machines/{id}");
        Assert.Equal("stopped", (string)machine["state"]!);
        Assert.Single(Exits(machine));
    }

    [Fact]
    public async Task An_image_that_cannot_be_started_fails_the_machine()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = (string)(await fly.CreateAsync(App, "broken", config: ""","init":{"exec":["./nothing-here"]}"""))["id"]!;
        await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "failed");
        Assert.Contains(
            "has no file ./nothing-here", await fly.Service.ReadLogsAsync(App, id, 5, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode> Exits(JsonNode machine) =>
        machine["events"]!.AsArray().Where(happened => (string)happened!["type"]! == "exit").Select(happened => happened!["request"]!);

    /// <summary>A clock that stands still, and tells for which times somebody waits or has waited.</summary>
    private sealed class WatchedTime() : FakeTimeProvider(DateTimeOffset.UnixEpoch)
    {
        public ConcurrentDictionary<TimeSpan, bool> Waits { get; } = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Waits[dueTime] = true;
            return timer;
        }
    }
}
