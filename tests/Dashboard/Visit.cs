using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PipAi.Dashboard.Tests;

/// <summary>A visit of the page: at its end nothing may have gone wrong in it, and nothing may have been asked of another host.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();

    private Visit(IBrowserContext context, IPage page) => (this.context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Whether the server goes away in the course of the visit.</summary>
    public bool ExpectsFailedConnections { get; set; }

    public static async Task<Visit> OpenAsync(
        Browser browser, RunningDashboard dashboard, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var context = await browser.OpenAsync(scheme, width);
        var visit = new Visit(context, await context.NewPageAsync());
        visit.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") visit.complaints.Enqueue(message.Text);
        };
        visit.Page.PageError += (_, error) => visit.complaints.Enqueue(error);
        visit.Page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != dashboard.Address.Authority) visit.complaints.Enqueue($"asked {request.Url}");
        };
        await visit.Page.GotoAsync(dashboard.Address.ToString());
        await visit.Page.Locator("#regions .label").First.WaitForAsync();
        return visit;
    }

    /// <summary>Tells the processor time that the page's thread has spent on its tasks, and how often it laid the page out.</summary>
    public async Task<Func<Task<(double Seconds, double Frames)>>> MeasureAsync()
    {
        var tools = await context.NewCDPSessionAsync(Page);
        await tools.SendAsync("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        return async () =>
        {
            var answer = await tools.SendAsync("Performance.getMetrics");
            double Metric(string name) => answer!.Value.GetProperty("metrics").EnumerateArray()
                .Single(metric => metric.GetProperty("name").GetString() == name).GetProperty("value").GetDouble();
            return (Metric("TaskDuration"), Metric("LayoutCount"));
        };
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        Assert.DoesNotContain(
            complaints, complaint => !ExpectsFailedConnections || !complaint.Contains("net::ERR_", StringComparison.Ordinal));
    }
}
