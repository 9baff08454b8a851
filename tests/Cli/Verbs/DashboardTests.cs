using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace PipAi.Cli.Tests.Verbs;

public sealed class DashboardTests : IAsyncLifetime
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private TestCheckout pipai = null!;

    [Fact]
    public async Task It_serves_what_runs_where_until_Ctrl_C_and_a_drill_while_its_note_is_there()
    {
        await ScriptedPlatform.DeployAsync(pipai);
        var (running, address) = await StartAsync();
        var known = await UntilAsync(
            address, all => all.GetProperty("status").GetProperty("apps").EnumerateArray().All(
                app => app.GetProperty("machines").ValueKind == JsonValueKind.Array));
        Assert.Equal("prod", known.GetProperty("status").GetProperty("stack").GetString());
        Assert.Equal("rehearsal", known.GetProperty("status").GetProperty("where").GetString());

        pipai.Write(
            "home/drills/prod.json",
            """{"drill":"region","subject":"iad","since":"2026-11-27T12:00:00+00:00","owner":"a 1","faults":[]}""");
        var drill = (await UntilAsync(address, all => all.GetProperty("drill").ValueKind == JsonValueKind.Object)).GetProperty("drill");
        Assert.Equal(("region", "iad"), (drill.GetProperty("kind").GetString(), drill.GetProperty("subject").GetString()));
        File.Delete(pipai["home/drills/prod.json"]);
        await UntilAsync(address, all => all.GetProperty("drill").GetProperty("until").ValueKind == JsonValueKind.String);

        pipai.Interrupt();
        var outcome = (await running).Ended(0);
        Assert.Contains("The dashboard of 'prod' (rehearsal) is served until Ctrl-C.\n", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal($"{address}\n", outcome.Output);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(address));
    }

    [Fact]
    public async Task A_program_that_does_not_say_its_use_costs_the_page_its_ledgers_alone()
    {
        await ScriptedPlatform.DeployAsync(pipai);
        var (running, address) = await StartAsync();
        var known = await UntilAsync(address, all => Source(all, "ledgers").GetProperty("failingSince").ValueKind == JsonValueKind.String);
        Assert.Contains(
            "it has no output 'usage'", Source(known, "ledgers").GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, known.GetProperty("status").GetProperty("ledger").ValueKind);
        pipai.Interrupt();
        (await running).Ended(0);
    }

    [Fact]
    public async Task A_port_that_is_taken_or_none_is_told_with_the_command_that_helps()
    {
        await ScriptedPlatform.DeployAsync(pipai);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        Assert.Equal(
            $"error: Port {port} of 127.0.0.1 is taken: another dashboard runs, or another program listens there.\n"
                + "    ./pipai dashboard --stack prod --port 0\n",
            (await pipai.RunAsync("dashboard", "--port", $"{port}")).Ended(1).Errors);
        Assert.StartsWith(
            "error: '70000' is no port: ports are 1 to 65535, and 0 is any that is free.\n",
            (await pipai.RunAsync("dashboard", "--port", "70000")).Ended(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_cloud_there_is_nothing_to_serve() =>
        Assert.StartsWith(
            "error: Nothing of stack 'prod' runs here", (await pipai.RunAsync("dashboard", "--port", "0")).Ended(1).Errors,
            StringComparison.Ordinal);

    public async ValueTask InitializeAsync() => pipai = await TestCheckout.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await pipai.DisposeAsync();
    }

    private async Task<(Task<Outcome> Running, Uri Address)> StartAsync()
    {
        var address = "";
        var running = pipai.RunAsync("dashboard", "--port", "0");
        await pipai.UntilAsync(answer => (address = answer).EndsWith('\n'));
        return (running, new Uri(address.Trim()));
    }

    private async Task<JsonElement> UntilAsync(Uri address, Func<JsonElement, bool> isEnough)
    {
        while (true)
        {
            var all = JsonDocument.Parse(await http.GetStringAsync(new Uri(address, "status.json"))).RootElement;
            if (isEnough(all)) return all;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static JsonElement Source(JsonElement all, string name) => all.GetProperty("status").GetProperty("sources").EnumerateArray()
        .Single(source => source.GetProperty("name").GetString() == name);
}
