using System.Collections.Immutable;
using Microsoft.Playwright;
using PipAi.Operations.Dashboard;

namespace PipAi.Dashboard.Tests;

/// <summary>Pictures for a person to look at: PIPAI_PICTURES names the folder that they are put into.</summary>
public sealed class PictureTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("PIPAI_PICTURES");

    [Theory]
    [InlineData("light", ColorScheme.Light, 1280, false)]
    [InlineData("dark", ColorScheme.Dark, 1280, false)]
    [InlineData("phone", ColorScheme.Light, 390, false)]
    [InlineData("lost-light", ColorScheme.Light, 1280, true)]
    [InlineData("lost-dark", ColorScheme.Dark, 1280, true)]
    [InlineData("lost-phone", ColorScheme.Dark, 390, true)]
    [InlineData("wide", ColorScheme.Light, 1600, false)]
    public async Task Pictures_are_made_where_a_folder_is_named_for_them(string name, ColorScheme scheme, int width, bool isLost)
    {
        Assert.SkipWhen(Folder is null, "PIPAI_PICTURES names no folder.");
        await using var dashboard = await StoryAsync(isLost);
        await using var context = await browser.OpenAsync(scheme, width);
        var page = await context.NewPageAsync();
        await page.GotoAsync(dashboard.Address.ToString());
        await page.Locator("#regions .label").First.WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, $"dashboard-{name}.png"), FullPage = true });
    }

    internal static async Task<RunningDashboard> StoryAsync(bool isLost)
    {
        var now = DateTimeOffset.UtcNow;
        var dashboard = await RunningDashboard.StartAsync(SamplePlatform.Well(now.AddMinutes(-5)));
        dashboard.Read(SamplePlatform.Well(now.AddMinutes(-4)));
        if (isLost) dashboard.Feed.Publish(new DashboardDrill("region", "iad", now.AddSeconds(-75)), now);
        dashboard.Read(SamplePlatform.WithoutPrimary(now.AddSeconds(-74)));
        dashboard.Read(SamplePlatform.WithoutPrimary(now.AddSeconds(-70)));
        if (!isLost) dashboard.Read(SamplePlatform.Well(now.AddSeconds(-38)));
        dashboard.Writes(Lines(now));
        return dashboard;
    }

    private static ImmutableArray<DashboardLogLine> Lines(DateTimeOffset now)
    {
        string[] said =
        [
            "Parsed documents/5f0d1f3b/annual-report.pdf: 212 elements in 1.9 s",
            "Stored results/5f0d1f3b/elements.json in us-east-1",
            "Took documents/8a1c44e0/minutes.docx, attempt 1",
            "Heartbeat of attempt 1 was late by 4 s",
            "Parsed documents/8a1c44e0/minutes.docx: 88 elements in 0.7 s",
        ];
        return
        [
            .. Enumerable.Range(0, 40).Select(index => new DashboardLogLine(
                now.AddSeconds(index - 40),
                said[index % said.Length].StartsWith("Heartbeat", StringComparison.Ordinal) ? "warning" : "info", "pip-ai-workers",
                index % 3 == 0 ? "ord" : "iad", $"3d8{index % 7}e1b44c{index % 4}a2", said[index % said.Length])),
        ];
    }
}
