using System.Text.Json;
using System.Text.RegularExpressions;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>`status --watch`: the platform as its vendors tell it, and what happens to it.</summary>
public sealed partial class WatchTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;
    private ScriptedPlatform platform = null!;

    [Fact]
    public async Task The_status_of_the_deployed_platform_fits_80_columns()
    {
        pipai.Width = 80;
        var watching = pipai.RunAsync("status", "--watch");
        await pipai.UntilAsync(answered => answered.Contains("api/health", StringComparison.Ordinal));
        pipai.Interrupt();
        var shown = (await watching).Ended(0).Output;
        Assert.All(shown.Split('\n'), line => Assert.True(line.Length <= 80, line));
        // A column is as wide as what is in it.
        Approved.Text(Changing().Replace(shown, "<n>").Replace("ANSWER   MS", "ANSWER  MS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_a_pipe_what_happens_is_a_line_each()
    {
        var watching = pipai.RunAsync("status", "--watch");
        await pipai.UntilAsync(answered => answered.Contains("api/health", StringComparison.Ordinal));
        await platform.FaultAsync("fly", "status:500");
        await pipai.UntilAsync(answered => Silent().IsMatch(answered));
        pipai.Interrupt();
        (await watching).Ended(0);
    }

    [Fact]
    public async Task As_JSON_the_status_and_each_event_are_a_line()
    {
        var watching = pipai.RunAsync("status", "--watch", "--json");
        await pipai.UntilAsync(answered => answered.Contains('\n', StringComparison.Ordinal));
        await platform.FaultAsync("fly", "status:500");
        await pipai.UntilAsync(answered => answered.Split('\n').Length > 2);
        pipai.Interrupt();
        var lines = (await watching).Ended(0).Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("rehearsal", lines[0].GetProperty("where").GetString());
        var machine = lines[0].GetProperty("apps")[0].GetProperty("machines")[0];
        Assert.Equal(("workers-iad-1", "stopped"), (machine.GetProperty("name").GetString(), machine.GetProperty("state").GetString()));
        Assert.Contains(lines.Skip(1), happened => happened.GetProperty("area").GetString() == "source");
        Assert.DoesNotContain(SampleProgram.Canary, string.Concat(lines), StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        pipai = await TestCheckout.CreateAsync();
        platform = await ScriptedPlatform.DeployAsync(pipai);
        await platform.MachineAsync("workers", "workers-iad-1", "iad");
        await platform.MachineAsync("parser", "parser-iad-1", "iad");
    }

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    [GeneratedRegex(@"\d\d:\d\d:\d\d|(?<=  )\s*\d+(?=  https)|(?<=after )[\d.]+ s")]
    private static partial Regex Changing();

    [GeneratedRegex(@"\d\d:\d\d:\d\d (warn|ALARM) +source workers at Fly ")]
    private static partial Regex Silent();
}
