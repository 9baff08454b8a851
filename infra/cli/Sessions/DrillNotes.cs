using System.Text.Json;
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
        var file = Path.Combine(session.Workspace.Home, "drills", $"{session.Stack}.json");
        using var timer = new PeriodicTimer(Period, session.Time);
        try
        {
            do feed.Publish(Read(file), session.Time.GetUtcNow());
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private static DashboardDrill? Read(string file)
    {
        try
        {
            using var note = JsonDocument.Parse(File.ReadAllBytes(file));
            return new DashboardDrill(
                note.RootElement.GetProperty("drill").GetString()!, note.RootElement.GetProperty("subject").GetString()!,
                note.RootElement.GetProperty("since").GetDateTimeOffset());
        }
        catch (Exception none) when (none is IOException or JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or UnauthorizedAccessException)
        {
            // None runs, or its note is not ours to read: the doctor tells of a damaged one.
            return null;
        }
    }
}
