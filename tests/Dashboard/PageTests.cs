using Microsoft.Playwright;
using PipAi.Operations.Dashboard;

namespace PipAi.Dashboard.Tests;

/// <summary>The page in a real browser.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string[] Panels =
        ["map", "queue", "copies", "latency", "machines", "ledger", "drill", "scaling", "events", "logs"];

    [Fact]
    public async Task It_shows_every_machine_by_region_with_checks_and_version_and_asks_nothing_of_another_host()
    {
        await using var dashboard = await PictureTests.StoryAsync(isLost: false);
        await using var visit = await Visit.OpenAsync(browser, dashboard);
        Assert.Equal("All is well", await visit.Page.InnerTextAsync("#verdict-text"));
        Assert.Equal(
            ["iad Ashburn", "lax Los Angeles", "ord Chicago"],
            await visit.Page.Locator("#machines tbody .group").AllInnerTextsAsync());
        Assert.Equal(10, await visit.Page.Locator("#machines tbody th[scope=row]").CountAsync());
        var row = await visit.Page.Locator("#machines tr", new() { HasText = "workers-iad-1" }).InnerTextAsync();
        foreach (var said in (string[])["healthy", "1/1", "8c1f0e77b2d4", "yes"]) Assert.Contains(said, row, StringComparison.Ordinal);
        var region = await visit.Page.Locator("#regions .region[data-state=ok]", new() { HasText = "iad" }).InnerTextAsync();
        Assert.Contains("4 of 4 workers", region, StringComparison.Ordinal);
        var copy = visit.Page.Locator("#copies-list li", new() { HasText = "us-west-2" });
        Assert.Equal("there within 2.8 s", await copy.Locator(".value").InnerTextAsync());
        Assert.Equal(40, await visit.Page.Locator("#logs-list li").CountAsync());
        await visit.Page.CheckAsync("#logs-warnings");
        Assert.Equal(8, await visit.Page.Locator("#logs-list li:visible").CountAsync());
    }

    [Fact]
    public async Task A_lost_region_is_told_in_words_and_shapes_and_not_by_colour_alone()
    {
        await using var dashboard = await PictureTests.StoryAsync(isLost: true);
        await using var visit = await Visit.OpenAsync(browser, dashboard);
        Assert.Equal("4 things are not as they should be", await visit.Page.InnerTextAsync("#verdict-text"));
        Assert.Equal("iad, Ashburn: none left", await visit.Page.GetAttributeAsync("#regions .region[data-state=alarm]", "aria-label"));
        Assert.Equal(
            "#mark-alarm", await visit.Page.GetAttributeAsync("#regions .region[data-state=alarm] .mark use", "href"));
        Assert.Equal(5, await visit.Page.Locator("#machines td.state", new() { HasText = "unreachable" }).CountAsync());
        var events = await visit.Page.Locator("#events-list li").AllTextContentsAsync();
        Assert.Contains("Alarm: iad has no healthy machine of workers left, of 4", events.Select(text => text["00:00:00".Length..]));
        Assert.Contains("region iad", await visit.Page.InnerTextAsync("#drill-body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_that_happens_is_on_the_screen_within_a_quarter_of_a_second()
    {
        await using var dashboard = await PictureTests.StoryAsync(isLost: false);
        await using var visit = await Visit.OpenAsync(browser, dashboard);
        var took = new List<double>();
        for (var number = 0; number < 10; number++)
        {
            // The page notes by the wall clock, which is the server's, when a frame with the event in it is about to be shown.
            var seen = visit.Page.EvaluateAsync<double>("""
                name => new Promise(done => {
                    const list = document.getElementById("events-list");
                    const look = () => list.firstChild?.textContent.includes(name) && requestAnimationFrame(() => done(Date.now()));
                    const observer = new MutationObserver(() => look() && observer.disconnect());
                    observer.observe(list, { childList: true });
                    window.isWatching = name;
                })
                """, $"event-{number}");
            await visit.Page.WaitForFunctionAsync("name => window.isWatching === name", $"event-{number}");
            var told = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            dashboard.Happens($"event-{number}");
            took.Add(await seen - told);
        }

        took.Sort();
        TestContext.Current.SendDiagnosticMessage($"An event is on the screen after {took[0]} to {took[^1]} ms, median {took[5]} ms.");
        Assert.True(took[5] < 250, string.Join(", ", took));
    }

    /// <summary>Other processes may hold up any one visit of many; what the page can do, it does in one of them.</summary>
    [Fact]
    public async Task The_first_paint_comes_within_three_tenths_of_a_second()
    {
        await using var dashboard = await PictureTests.StoryAsync(isLost: false);
        var took = new List<double>();
        while (took.Count < 5 || (took.Count < 30 && took.Min() > 300))
        {
            await using var visit = await Visit.OpenAsync(browser, dashboard);
            took.Add(await visit.Page.EvaluateAsync<double>(
                "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 1e9"));
        }

        TestContext.Current.SendDiagnosticMessage($"First contentful paint after {string.Join(", ", took.Select(one => $"{one:0}"))} ms.");
        Assert.InRange(took.Min(), 0.1, 300);
    }

    /// <summary>
    /// Measured in processor time of the page's thread for each frame that it drew, all its tasks together: what other processes take
    /// does not count.
    /// </summary>
    [Fact]
    public async Task A_hundred_machines_change_without_a_task_that_holds_the_page_up()
    {
        const int Rounds = 20;
        var now = DateTimeOffset.UtcNow;
        await using var dashboard = await RunningDashboard.StartAsync(SamplePlatform.Large(now, 100, 0));
        await using var visit = await Visit.OpenAsync(browser, dashboard);
        Assert.Equal(102, await visit.Page.Locator("#machines tbody th[scope=row]").CountAsync());
        await visit.Page.EvaluateAsync("() => document.querySelectorAll('#machines tbody tr').forEach(row => row.isTheSame = true)");
        var measure = await visit.MeasureAsync();
        var before = await measure();
        for (var round = 1; round <= Rounds; round++)
        {
            dashboard.Read(SamplePlatform.Large(now, 100, round));
            await visit.Page.WaitForFunctionAsync(
                "waiting => document.getElementById('queue-backlog').textContent === waiting", $"{round}",
                new() { PollingInterval = 50 });
        }

        var after = await measure();
        var frame = (after.Seconds - before.Seconds) / (after.Frames - before.Frames);
        TestContext.Current.SendDiagnosticMessage(
            $"102 machines, {Rounds} rounds, {after.Frames - before.Frames} frames: {frame * 1000:0} ms of the page's thread a frame.");
        // No row was made again: what changes is written into the rows that are there.
        Assert.True(await visit.Page.EvaluateAsync<bool>(
            "() => [...document.querySelectorAll('#machines tbody tr')].every(row => row.isTheSame)"));
        Assert.InRange(frame, 0, 0.05);
    }

    [Fact]
    public async Task The_keyboard_reaches_every_panel_and_what_has_the_focus_is_seen()
    {
        await using var dashboard = await PictureTests.StoryAsync(isLost: true);
        await using var visit = await Visit.OpenAsync(browser, dashboard);
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the verdict", await visit.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        await visit.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("verdict", await visit.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        var reached = new List<string>();
        for (var stops = 0; stops < 20; stops++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            var (panel, outline) = (
                await visit.Page.EvaluateAsync<string>("() => document.activeElement.closest('section')?.id ?? ''"),
                await visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
            if (panel.Length == 0) break;
            Assert.NotEqual("none", outline);
            if (!reached.Contains(panel)) reached.Add(panel);
        }

        Assert.Equal(Panels, reached);
    }

    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, false)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task All_text_stands_out_from_what_is_behind_it(ColorScheme scheme, bool isLost)
    {
        await using var dashboard = await PictureTests.StoryAsync(isLost);
        await using var visit = await Visit.OpenAsync(browser, dashboard, scheme);
        var faint = await visit.Page.EvaluateAsync<string[]>(Contrast.Script);
        Assert.Empty(faint);
        Assert.True(await visit.Page.EvaluateAsync<int>("() => window.textsLookedAt") > 100);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(768)]
    [InlineData(390)]
    public async Task Nothing_is_wider_than_the_window(int width)
    {
        await using var dashboard = await PictureTests.StoryAsync(isLost: true);
        await using var visit = await Visit.OpenAsync(browser, dashboard, width: width);
        Assert.Equal(width, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        // Neither is anything of a machine cut off.
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll("#machines tbody td, #machines th[scope=row]")]
                .filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)
            """));
    }

    [Fact]
    public async Task A_page_whose_server_was_started_again_is_live_again_by_itself()
    {
        var dashboard = await PictureTests.StoryAsync(isLost: false);
        await using var visit = await Visit.OpenAsync(browser, dashboard);
        await dashboard.DisposeAsync();
        await visit.Page.Locator("[data-link=lost]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        visit.ExpectsFailedConnections = true;
        var feed = new DashboardFeed(
            SamplePlatform.WithoutPrimary(DateTimeOffset.UtcNow), SamplePlatform.Limits, "two");
        await using var again = await DashboardServer.StartAsync(
            feed, dashboard.Address.Port, TimeProvider.System, TestContext.Current.CancellationToken);
        await visit.Page.Locator("[data-link=live]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await visit.Page.Locator("#verdict[data-state=alarm]").WaitForAsync();
        Assert.Equal(0, await visit.Page.Locator("#events-list li").CountAsync());
    }
}
