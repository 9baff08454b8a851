using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Fly.Api;

namespace PipAi.LocalCloud.Tests.Fly;

/// <summary>Logs as Fly's older API pages through them, which flyctl and operators read.</summary>
public sealed class LogTests : IAsyncLifetime
{
    private const string App = "workers";
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly FakeTimeProvider time = new(Start.AddHours(1));
    private LocalFly fly = null!;

    [Fact]
    public async Task Without_a_token_it_is_the_last_lines_and_the_token_goes_on_behind_them()
    {
        var id = await MachineAsync("worker-1", "iad");
        Write(id, Numbered(1, 250));
        var newest = await PageAsync();
        Assert.Equal(Enumerable.Range(151, LogCalls.PageLines).Select(Line), Messages(newest));
        Assert.Empty(Messages(await PageAsync(Token(newest))));
        Write(id, Numbered(251, 252));
        Assert.Equal([Line(251), Line(252)], Messages(await PageAsync(Token(newest))));
    }

    [Fact]
    public async Task From_a_time_on_every_line_comes_once_in_order_of_all_machines()
    {
        var (one, two) = (await MachineAsync("worker-1", "iad"), await MachineAsync("worker-2", "ord"));
        Write(one, Numbered(1, 250).Where((_, index) => index % 2 == 0));
        Write(two, Numbered(1, 250).Where((_, index) => index % 2 == 1));
        var all = new List<string>();
        for (var token = "0"; token.Length > 0;)
        {
            var page = await PageAsync(token);
            all.AddRange(Messages(page));
            token = Token(page);
        }

        Assert.Equal(Enumerable.Range(1, 250).Select(Line), all);
    }

    [Fact]
    public async Task Lines_of_one_moment_are_not_torn_apart_by_the_end_of_a_page()
    {
        var id = await MachineAsync("worker-1", "iad");
        Write(id, Enumerable.Range(1, 130).Select(number => (Start, Line(number))).Append((Start.AddSeconds(1), "last")));
        var page = await PageAsync("0");
        Assert.Equal(130, Messages(page).Count());
        Assert.Equal(["last"], Messages(await PageAsync(Token(page))));
    }

    [Fact]
    public async Task A_line_is_told_with_its_machine_and_region_and_as_information_whatever_it_says()
    {
        var id = await MachineAsync("worker-1", "ord");
        Write(id, [(Start, "fail: it broke")]);
        var line = (await PageAsync())["data"]!.AsArray().Single()!;
        Assert.Equal("log", (string)line["type"]!);
        var attributes = line["attributes"]!;
        Assert.Equal("2026-01-02T03:04:05.000Z", (string)attributes["timestamp"]!);
        Assert.Equal("fail: it broke", (string)attributes["message"]!);
        Assert.Equal("info", (string)attributes["level"]!);
        Assert.Equal((id, "ord"), ((string)attributes["instance"]!, (string)attributes["region"]!));
        Assert.Equal((id, "ord"), ((string)attributes["meta"]!["instance"]!, (string)attributes["meta"]!["region"]!));
        Assert.Equal("app", (string)attributes["meta"]!["event"]!["provider"]!);
    }

    [Fact]
    public async Task A_region_or_a_machine_can_be_asked_for_alone()
    {
        var (one, two) = (await MachineAsync("worker-1", "iad"), await MachineAsync("worker-2", "ord"));
        Write(one, [(Start, "of iad")]);
        Write(two, [(Start, "of ord")]);
        Assert.Equal(["of ord"], Messages(await PageAsync(more: "&region=ord")));
        Assert.Equal(["of iad"], Messages(await PageAsync(more: $"&instance={one}")));
        Assert.Empty(Messages(await PageAsync(more: $"&instance={one}&region=ord")));
    }

    [Fact]
    public async Task A_line_that_another_may_still_come_before_is_told_later()
    {
        var id = await MachineAsync("worker-1", "iad");
        Write(id, [(time.GetUtcNow(), "young")]);
        Assert.Empty(Messages(await PageAsync()));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["young"], Messages(await PageAsync()));
    }

    [Fact]
    public async Task What_was_written_before_the_log_was_turned_over_is_found_by_its_time()
    {
        var id = await MachineAsync("worker-1", "iad");
        Write(id, [(Start, "old")]);
        File.Move(LogFile(id), Path.ChangeExtension(LogFile(id), ".1.log"));
        Write(id, [(Start.AddMinutes(1), "new")]);
        Assert.Equal(["old", "new"], Messages(await PageAsync("0")));
    }

    [Fact]
    public async Task A_token_that_is_none_is_refused_and_so_is_an_app_that_is_not_there()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await fly.CallAsync("GET", $"/api/v1/apps/{App}/logs?next_token=-1")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await fly.CallAsync("GET", "/api/v1/apps/other/logs")).Code);
    }

    public async ValueTask InitializeAsync() => fly = await LocalFly.WithAppAsync(App, time);

    public ValueTask DisposeAsync() => fly.DisposeAsync();

    private async Task<string> MachineAsync(string name, string region) =>
        (string)(await fly.CreateAsync(
            App, name, region, more: ""","skip_launch":true""", image: SampleImage.AddSleeper(fly.Directory, App)))["id"]!;

    private string LogFile(string id) => Path.Combine(fly.Directory, "fly", "machines", id, "machine.log");

    private void Write(string id, IEnumerable<(DateTimeOffset Time, string Text)> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LogFile(id))!);
        File.AppendAllLines(LogFile(id), lines.Select(line => string.Create(
            CultureInfo.InvariantCulture, $"{line.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {line.Text}")));
    }

    private static IEnumerable<(DateTimeOffset Time, string Text)> Numbered(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(number => (Start.AddMilliseconds(number), Line(number)));

    private static string Line(int number) => $"line {number}";

    private Task<JsonNode> PageAsync(string token = "", string more = "") =>
        fly.OkAsync("GET", $"/api/v1/apps/{App}/logs?next_token={token}{more}");

    private static IEnumerable<string> Messages(JsonNode page) =>
        page["data"]!.AsArray().Select(line => (string)line!["attributes"]!["message"]!);

    private static string Token(JsonNode page) => (string)page["meta"]!["next_token"]!;
}
