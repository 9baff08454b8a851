using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class CheckTests
{
    private const string App = "workers";
    private const string Health = "\"type\":\"http\",\"path\":\"/health\",\"interval\":\"1s\",\"timeout\":\"60s\"";

    [Fact]
    public async Task A_check_passes_as_soon_as_the_machine_answers_well()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = (string)(await fly.CreateAsync(App, "worker-1",
            config: ""","checks":{"health":{"type":"http","port":8080,"path":"/health","interval":"60s","grace_period":"30s"}}"""))["id"]!;
        var machine = await fly.UntilAsync(App, id, machine => Status(machine, "health") == "passing");
        Assert.Equal("fine", (string)machine["checks"]![0]!["output"]!);
    }

    [Fact]
    public async Task A_failing_check_is_critical_and_restarts_nothing()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id =
            (string)(await fly.CreateAsync(
                App, "worker-1", config: ",\"checks\":{\"health\":{" + Health + "}},\"restart\":{\"policy\":\"always\"}"))["id"]!;
        await fly.UntilAsync(App, id, machine => Status(machine, "health") == "passing");
        var pid = (int)fly.Shown(id)["pid"]!;

        await fly.TellMachineAsync(id, "/sick");
        var machine = await fly.UntilAsync(App, id, machine => Status(machine, "health") == "critical");

        Assert.Equal("500 Internal Server Error", (string)machine["checks"]![0]!["output"]!);
        Assert.Equal("started", (string)machine["state"]!);
        Assert.Equal(pid, (int)fly.Shown(id)["pid"]!);
    }

    [Fact]
    public async Task A_failure_within_the_grace_period_is_a_warning()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(
            App, "worker-1", config: ",\"env\":{\"SICK\":\"1\"},\"checks\":{\"health\":{" + Health + ",\"grace_period\":\"1h\"}}");
        var machine = await fly.UntilAsync(
            App, id, machine => ((string)machine["checks"]![0]!["output"]!).StartsWith("500", StringComparison.Ordinal));
        Assert.Equal("warning", Status(machine, "health"));
    }

    [Fact]
    public async Task Checks_of_services_have_numbered_names()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "worker-1", config:
            ""","services":[{"internal_port":8000,"checks":[{"type":"tcp"},{"type":"http","path":"/health"}]},{"internal_port":9000,"checks":[{"type":"tcp"}]}]""");
        var machine = await fly.OkAsync("GET", $"/v1/apps/{App}/machines/{id}");
        Assert.Equal(["servicecheck-00-tcp-8000", "servicecheck-01-http-8000", "servicecheck-02-tcp-9000"],
            machine["checks"]!.AsArray().Select(check => (string)check!["name"]!));
    }

    [Fact]
    public async Task No_check_passes_while_the_machine_is_stopped()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = (string)(await fly.CreateAsync(App, "worker-1", config: ",\"checks\":{\"health\":{" + Health + "}}"))["id"]!;
        await fly.UntilAsync(App, id, machine => Status(machine, "health") == "passing");
        await fly.OkAsync("POST", $"/v1/apps/{App}/machines/{id}/stop");
        var machine = await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "stopped");
        Assert.Equal("warning", Status(machine, "health"));
    }

    private static string Status(JsonNode machine, string check) =>
        (string)machine["checks"]!.AsArray().Single(one => (string)one!["name"]! == check)!["status"]!;
}
