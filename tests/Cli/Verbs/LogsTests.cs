using System.Text.Json;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>`logs`: the lines of all machines as one, told apart by what they say of themselves.</summary>
public sealed class LogsTests : IAsyncLifetime
{
    private const string Document = "documents/3f2a/report.pdf";
    private TestCheckout pipai = null!;
    private ScriptedPlatform platform = null!;
    private string worker = "";
    private string parser = "";

    [Fact]
    public async Task Entries_of_all_apps_are_one_list_that_fits_a_terminal()
    {
        WriteSample();
        pipai.Width = 80;
        Approved.Text((await pipai.RunAsync("logs")).Ended(0).Output);
    }

    [Fact]
    public async Task In_a_pipe_nothing_is_folded_and_no_control_character_is_passed_on()
    {
        WriteSample();
        var lines = (await pipai.RunAsync("logs", "--level", "debug")).Ended(0).Output.TrimEnd('\n').Split('\n');
        Assert.Equal(7 + 2, lines.Length); // an exception has lines of its own
        Assert.Contains(lines, line => line.EndsWith("stored in us-east-1, 21 ms", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain('\u001b', line));
    }

    [Theory]
    [InlineData("--level warning", "iad did not serve docs-a|not read|stuck")]
    [InlineData("--app parser", "POST /general|a line that is no JSON|not read")]
    [InlineData("--region ord", "POST /general|a line that is no JSON|not read")]
    [InlineData("--machine workers-iad-1 --level error", "stuck")]
    [InlineData("--document " + Document, "POST /general|Extracted 2 elements")]
    [InlineData("--lines 1", "stuck")]
    [InlineData("--since 2026-01-02T03:04:06Z", "did not serve|not read|stuck")]
    [InlineData("--since 2026-01-02T03:04:05Z --lines 1", "stuck")]
    [InlineData("--since 1m", "")]
    [InlineData("--app parser --document nothing", "")]
    public async Task Only_what_is_asked_for_is_shown(string options, string expected)
    {
        WriteSample();
        var answer = (await pipai.RunAsync(["logs", .. options.Split(' ')])).Ended(0).Output;
        var lines = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("    ", StringComparison.Ordinal)).ToList();
        var wanted = expected.Split('|', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(wanted.Length, lines.Count);
        Assert.All(wanted.Zip(lines), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task As_JSON_an_entry_says_where_it_comes_from()
    {
        WriteSample();
        var json = (await pipai.RunAsync("logs", "--level", "critical", "--json")).Ended(0).Json;
        var entry = json.GetProperty("entries").EnumerateArray().Single();
        Assert.Equal("prod", json.GetProperty("stack").GetString());
        Assert.Equal(
            ("workers", "iad", worker, "workers-iad-1", "critical", "The worker is stuck"),
            (Text(entry, "app"), Text(entry, "region"), Text(entry, "machine"), Text(entry, "name"), Text(entry, "severity"),
                Text(entry, "message")));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 7, TimeSpan.Zero), entry.GetProperty("time").GetDateTimeOffset());
    }

    [Fact]
    public async Task Followed_it_goes_on_with_what_comes_until_Ctrl_C()
    {
        WriteSample();
        var following = pipai.RunAsync("logs", "--follow", "--level", "critical", "--json");
        await pipai.UntilAsync(answered => answered.Contains("stuck", StringComparison.Ordinal));
        Write(worker, Now(), Entry("Critical", "one more"));
        await pipai.UntilAsync(answered => answered.Contains("one more", StringComparison.Ordinal));
        pipai.Interrupt();
        var lines = (await following).Ended(0).Output.TrimEnd('\n').Split('\n');
        Assert.Equal(
            ["The worker is stuck", "one more"], lines.Select(line => Text(JsonDocument.Parse(line).RootElement, "message")));
    }

    [Fact]
    public async Task A_time_that_is_none_is_told_with_one_that_would_be() => Assert.Matches(
        @"^error: --since: 'yesterday' is no time with a zone, such as .*Z, and not how long ago, such as 15m or 2h\.\n    ./pipai logs ",
        (await pipai.RunAsync("logs", "--since", "yesterday")).Ended(2).Errors);

    [Theory]
    [InlineData(
        "--app", "wokers", "'wokers' is no Fly app of this stack; it has workers and parser.",
        "./pipai logs --app workers --stack prod")]
    [InlineData(
        "--machine", "typo", "There is no machine 'typo', by name or id. Machines: parser-ord-1, workers-iad-1.",
        "./pipai status --stack prod")]
    public async Task What_is_not_there_is_named_with_what_is(string option, string value, string message, string fix) => Assert.Equal(
        $"error: {message}\n    {fix}\n", (await pipai.RunAsync("logs", option, value)).Ended(2).Errors);

    public async ValueTask InitializeAsync()
    {
        pipai = await TestCheckout.CreateAsync();
        platform = await ScriptedPlatform.DeployAsync(pipai);
        worker = await platform.MachineAsync("workers", "workers-iad-1", "iad");
        parser = await platform.MachineAsync("parser", "parser-ord-1", "ord");
    }

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    private void WriteSample()
    {
        var scope = $$""","Scopes":[{"WorkflowId":"document-3f2a"}]""";
        Write(worker, "2026-01-02T03:04:05.000Z", Entry("Debug", "looking"));
        Write(worker, "2026-01-02T03:04:05.100Z", Entry(
            "Information",
            $"Extracted 2 elements from {Document}: read from us-east-1, parsed by 4d89, stored in us-east-1, 21 ms", scope));
        Write(parser, "2026-01-02T03:04:05.090Z", Entry("Information", $"POST /general/v0/general 200 4.1 ms for {Document}"));
        Write(parser, "2026-01-02T03:04:05.200Z", "a line that is no JSON \u001b[31mred");
        Write(worker, "2026-01-02T03:04:06.000Z", Entry("Warning", "iad did not serve docs-a: SlowDown"));
        Write(parser, "2026-01-02T03:04:06.500Z", Entry(
            "Error", "A page was not read", ""","Exception":"System.IO.IOException: gone\n   at Pdf.Read()" """));
        Write(worker, "2026-01-02T03:04:07.000Z", Entry("Critical", "The worker is stuck"));
    }

    private static string Entry(string level, string message, string more = "") =>
        $$"""{"Timestamp":"x","EventId":0,"LogLevel":"{{level}}","Category":"C","Message":{{JsonSerializer.Serialize(message)}}{{more}}}""";

    private static string Now() => TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private void Write(string machine, string time, string line)
    {
        var folder = Directory.CreateDirectory(Path.Combine(platform.Endpoints.Directory, "fly", "machines", machine)).FullName;
        File.AppendAllText(Path.Combine(folder, "machine.log"), $"{time} {line}\n");
    }
}
