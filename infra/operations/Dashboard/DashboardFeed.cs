using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;
using PipAi.Operations.Status;

namespace PipAi.Operations.Dashboard;

/// <summary>
/// What the page shows now, and who is told of what comes. Events, log lines and drills have ids and are kept for a while, so that who was
/// away is told of all of them; of the status only the newest is worth anything.
/// </summary>
/// <param name="start">The status of before anything is read.</param>
/// <param name="limits">What is a problem.</param>
/// <param name="run">Tells the ids of this process from those of another one that served here before.</param>
internal sealed class DashboardFeed(PlatformStatus start, StatusLimits limits, string run)
{
    /// <summary>Messages that are kept for those who come back.</summary>
    public const int Kept = 1000;

    private const int EventsShown = 100;
    private const int LinesShown = 200;
    private const int Backlog = 500;
    private readonly Lock gate = new();
    private readonly Queue<(long Number, DashboardMessage Message)> ring = [];
    private readonly List<Channel<DashboardMessage>> listeners = [];
    private DashboardDocument document = new($"{run}-0", start, StatusProblem.Of(start, limits), [], []);
    private long last;

    /// <summary>All that is known, as JSON.</summary>
    public string Snapshot()
    {
        lock (gate) return DashboardDocument.Json(document);
    }

    /// <summary>A reading of the platform.</summary>
    public void Publish(StatusChange change)
    {
        lock (gate)
        {
            document = document with { Status = change.Status, Problems = StatusProblem.Of(change.Status, limits) };
            foreach (var happened in change.Events)
            {
                document = document with { Events = [.. document.Events.TakeLast(EventsShown - 1), happened] };
                Keep("event", DashboardDocument.Json(happened));
            }

            if (listeners.Count > 0) Tell(Status());
        }
    }

    /// <summary>Lines of the machines' logs.</summary>
    public void Publish(ImmutableArray<DashboardLogLine> lines)
    {
        if (lines.IsEmpty) return;
        lock (gate)
        {
            document = document with { Logs = [.. document.Logs.Concat(lines).TakeLast(LinesShown)] };
            Keep("logs", DashboardDocument.Json(lines));
        }
    }

    /// <summary>The drill that runs; null for none.</summary>
    public void Publish(DashboardDrill? drill, DateTimeOffset now)
    {
        lock (gate)
        {
            var known = document.Drill;
            if (drill is null && known is not { Until: null }) return;
            if (drill == known) return;
            document = document with { Drill = drill ?? known! with { Until = now } };
            Keep("drill", DashboardDocument.Json(document.Drill));
        }
    }

    /// <summary>
    /// Listens: first comes what happened since a message, and the status; or the whole snapshot, if that message is not known any more.
    /// </summary>
    /// <param name="after">The id of the last message that was received; null for none.</param>
    public Subscription Subscribe(string? after)
    {
        var channel = Channel.CreateBounded<DashboardMessage>(new BoundedChannelOptions(Backlog) { SingleReader = true });
        lock (gate)
        {
            listeners.Add(channel);
            return new Subscription(First(after), channel.Reader, () => Leave(channel));
        }
    }

    private ImmutableArray<DashboardMessage> First(string? after)
    {
        var oldest = ring.Count == 0 ? last : ring.Peek().Number - 1;
        if (Number(after) is not { } number || number < oldest || number > last)
            return [new(document.Id, "snapshot", DashboardDocument.Json(document))];
        return [.. ring.Where(kept => kept.Number > number).Select(kept => kept.Message), Status()];
    }

    private long? Number(string? id) =>
        id is not null && id.StartsWith($"{run}-", StringComparison.Ordinal)
            && long.TryParse(id.AsSpan(run.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private DashboardMessage Status() =>
        new(document.Id, "status", DashboardDocument.Json(new { document.Status, document.Problems }));

    private void Keep(string kind, string data)
    {
        document = document with { Id = $"{run}-{++last}" };
        var message = new DashboardMessage(document.Id, kind, data);
        ring.Enqueue((last, message));
        if (ring.Count > Kept) ring.Dequeue();
        Tell(message);
    }

    /// <summary>Who does not keep up is let go: it comes back, and is told what it missed.</summary>
    private void Tell(DashboardMessage message)
    {
        foreach (var listener in listeners.Where(listener => !listener.Writer.TryWrite(message)).ToList())
        {
            listener.Writer.Complete();
            listeners.Remove(listener);
        }
    }

    private void Leave(Channel<DashboardMessage> channel)
    {
        lock (gate) listeners.Remove(channel);
    }

    /// <summary>One who listens.</summary>
    /// <param name="First">What it is told at once.</param>
    /// <param name="Next">What comes then; it ends when the listener does not keep up.</param>
    /// <param name="Leave">Ends it.</param>
    internal sealed record Subscription(ImmutableArray<DashboardMessage> First, ChannelReader<DashboardMessage> Next, Action Leave)
        : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => Leave();
    }
}
