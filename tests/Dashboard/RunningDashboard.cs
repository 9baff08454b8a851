using System.Collections.Immutable;
using PipAi.Operations.Dashboard;
using PipAi.Operations.Status;

namespace PipAi.Dashboard.Tests;

/// <summary>A dashboard whose platform is in a test's hands.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    private PlatformStatus known;

    private RunningDashboard(DashboardFeed feed, DashboardServer server, PlatformStatus known)
    {
        (Feed, Server) = (feed, server);
        this.known = known;
    }

    public DashboardFeed Feed { get; }

    public DashboardServer Server { get; }

    public Uri Address => Server.Address;

    public static async Task<RunningDashboard> StartAsync(PlatformStatus status, TimeProvider? time = null, string run = "one")
    {
        var feed = new DashboardFeed(status, SamplePlatform.Limits, run);
        var server = await DashboardServer.StartAsync(feed, 0, time ?? TimeProvider.System, TestContext.Current.CancellationToken);
        return new RunningDashboard(feed, server, status);
    }

    /// <summary>The platform is read again, and found so.</summary>
    public void Read(PlatformStatus status)
    {
        var events = StatusEvents.Between(known, status, SamplePlatform.Limits);
        known = status;
        Feed.Publish(new StatusChange(status, events));
    }

    public void Happens(string subject, EventSeverity severity = EventSeverity.Note) => Feed.Publish(
        new StatusChange(known, [new StatusEvent(known.At, severity, "machine", subject, "in iad started")]));

    public void Writes(params ImmutableArray<DashboardLogLine> lines) => Feed.Publish(lines);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
