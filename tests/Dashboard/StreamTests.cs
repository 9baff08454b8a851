using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using PipAi.Operations.Dashboard;

namespace PipAi.Dashboard.Tests;

/// <summary>The server-sent events, over a real socket.</summary>
public sealed class StreamTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Who_comes_is_given_all_that_is_known_and_then_what_happens()
    {
        await using var dashboard = await RunningDashboard.StartAsync(SamplePlatform.Well(Noon));
        dashboard.Happens("workers-iad-1");
        await using var stream = await EventStream.OpenAsync(dashboard.Address);
        var (kind, id, data) = await stream.NextAsync();
        Assert.Equal(("snapshot", "one-1"), (kind, id));
        Assert.Equal("workers-iad-1", data.GetProperty("events")[0].GetProperty("subject").GetString());
        Assert.Equal("prod", data.GetProperty("status").GetProperty("stack").GetString());

        dashboard.Read(SamplePlatform.WithoutPrimary(Noon.AddSeconds(2)));
        Assert.Equal([("event", "one-2"), ("event", "one-3"), ("event", "one-4"), ("event", "one-5"), ("status", "one-5")],
            await stream.TakeAsync(5));
    }

    [Fact]
    public async Task Who_was_away_is_told_what_was_missed_and_no_more()
    {
        await using var dashboard = await RunningDashboard.StartAsync(SamplePlatform.Well(Noon));
        foreach (var subject in (string[])["a", "b", "c"]) dashboard.Happens(subject);
        dashboard.Writes(new DashboardLogLine(Noon, "info", "workers", "iad", "m1", "line"));

        await using var back = await EventStream.OpenAsync(dashboard.Address, "one-2");
        Assert.Equal([("event", "one-3"), ("logs", "one-4"), ("status", "one-4")], await back.TakeAsync(3));
        await using var upToDate = await EventStream.OpenAsync(dashboard.Address, "one-4");
        Assert.Equal([("status", "one-4")], await upToDate.TakeAsync(1));
    }

    [Theory]
    [InlineData("one-3")]
    [InlineData("another-1050")]
    [InlineData("one-2000")]
    [InlineData("nonsense")]
    public async Task Who_was_away_too_long_or_comes_from_another_run_is_given_all_anew(string last)
    {
        await using var dashboard = await RunningDashboard.StartAsync(SamplePlatform.Well(Noon));
        for (var number = 1; number <= DashboardFeed.Kept + 50; number++) dashboard.Happens($"m{number}");
        await using var stream = await EventStream.OpenAsync(dashboard.Address, last);
        var (kind, id, data) = await stream.NextAsync();
        Assert.Equal(("snapshot", $"one-{DashboardFeed.Kept + 50}"), (kind, id));
        Assert.Equal(100, data.GetProperty("events").GetArrayLength());

        await using var known = await EventStream.OpenAsync(dashboard.Address, "one-50");
        Assert.Equal(("event", "one-51"), (await known.TakeAsync(1))[0]);
    }

    [Fact]
    public async Task Silence_is_broken_every_fifteen_seconds()
    {
        var time = new FakeTimeProvider(Noon);
        await using var dashboard = await RunningDashboard.StartAsync(SamplePlatform.Well(Noon), time);
        await using var stream = await EventStream.OpenAsync(dashboard.Address);
        await stream.NextAsync();
        for (var beat = 0; beat < 3; beat++)
        {
            time.Advance(DashboardStream.Heartbeat);
            Assert.Equal(": heartbeat", await stream.LineAsync());
        }

        time.Advance(DashboardStream.Heartbeat - TimeSpan.FromSeconds(1));
        dashboard.Happens("workers-iad-1");
        Assert.Equal("event", (await stream.NextAsync()).Kind);
    }

    [Fact]
    public async Task A_drill_is_told_when_it_begins_and_when_it_has_ended()
    {
        await using var dashboard = await RunningDashboard.StartAsync(SamplePlatform.Well(Noon));
        await using var stream = await EventStream.OpenAsync(dashboard.Address);
        await stream.NextAsync();
        dashboard.Feed.Publish(null, Noon); // none runs: nothing to tell
        dashboard.Feed.Publish(new DashboardDrill("region", "iad", Noon), Noon);
        dashboard.Feed.Publish(new DashboardDrill("region", "iad", Noon), Noon.AddSeconds(1));
        var (kind, _, began) = await stream.NextAsync();
        Assert.Equal(("drill", "iad"), (kind, began.GetProperty("subject").GetString()));
        Assert.Equal(JsonValueKind.Null, began.GetProperty("until").ValueKind);
        dashboard.Feed.Publish(null, Noon.AddSeconds(40));
        Assert.Equal(Noon.AddSeconds(40), (await stream.NextAsync()).Data.GetProperty("until").GetDateTimeOffset());
    }

    [Fact]
    public async Task Many_who_listen_are_told_the_same_and_the_end_of_the_server_ends_them()
    {
        var dashboard = await RunningDashboard.StartAsync(SamplePlatform.Well(Noon));
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EventStream.OpenAsync(dashboard.Address)));
        foreach (var stream in streams) await stream.NextAsync();
        dashboard.Happens("workers-iad-1");
        foreach (var stream in streams) Assert.Equal(("event", "one-1"), (await stream.TakeAsync(1))[0]);
        await dashboard.DisposeAsync();
        foreach (var stream in streams)
        {
            Assert.Equal("status", (await stream.NextAsync()).Kind);
            Assert.Null(await stream.LineAsync());
            await stream.DisposeAsync();
        }
    }
}
