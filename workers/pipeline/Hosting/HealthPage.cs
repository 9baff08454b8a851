using PipAi.Workers.Pipeline.Activities;
using PipAi.Workers.Pipeline.Health;
using PipAi.Workers.Pipeline.Metrics;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>Writes the answer of <c>GET /health</c>.</summary>
internal sealed class HealthPage(
    PipelineSettings settings, WorkerVitals vitals, RunningActivities board, MetricRegistry metrics, TimeProvider time)
{
    /// <summary>The verdict of this moment, and the page that tells it.</summary>
    public (Verdict Verdict, HealthReport Report) Now()
    {
        var (verdict, now) = (vitals.Health.Now(), time.GetUtcNow());
        var answers = vitals.Polls.Now().Select(sight => PollReport.Of(sight, now)).ToList();
        return (verdict, new HealthReport
        {
            Status = verdict.Status,
            Reason = verdict.Reason,
            Region = settings.Place.Region,
            Machine = settings.Place.Machine,
            App = settings.Place.App,
            Primary = settings.Place.IsPrimary,
            Identity = settings.Place.Identity,
            TaskQueue = settings.TaskQueue,
            TemporalAnsweredAt = answers.Max(poll => poll.AnsweredAt),
            StorageAnsweredAt = now - vitals.Store.Contact.SinceAnswer,
            Polls = [.. answers],
            Pollers = metrics.GaugesBy("temporal_num_pollers", "poller_type", ("task_queue", settings.TaskQueue)),
            Slots = SlotUse.From(metrics, settings.TaskQueue),
            ActiveActivities = board.Count,
            UptimeSeconds = Math.Round(vitals.State.Uptime.TotalSeconds, 1),
        });
    }
}
