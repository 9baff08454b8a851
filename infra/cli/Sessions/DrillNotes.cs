using PipAi.Operations.Dashboard;

namespace PipAi.Cli.Sessions;

/// <summary>
/// Looks for a drill that runs: it keeps a note of what it has broken beside the rehearsals, from before the fault until it is taken back.
/// </summary>
internal sealed class DrillNotes(Session session)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    /// <summary>Tells the page of it until it is cancelled, which is how it ends.</summary>
    public async Task WatchAsync(DashboardFeed feed, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period, session.Time);
        try
        {
            do feed.Publish(Read(), session.Time.GetUtcNow());
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private DashboardDrill? Read()
    {
        try
        {
            return session.UnfinishedDrill.Journal.Read() is { } note ? new DashboardDrill(note.Drill, note.Subject, note.Since) : null;
        }
        catch (Exception unread) when (unread is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // Its note is not ours to read: the next verb tells of a damaged one.
            return null;
        }
    }
}
