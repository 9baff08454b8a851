using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Policies;
using Temporalio.Api.Common.V1;
using Temporalio.Api.TaskQueue.V1;

namespace PipAi.LocalCloud.Temporal.Matching;

/// <summary>Tasks that wait for workers, and workers that wait for tasks; never both at once.</summary>
internal sealed class TaskQueue(SerialExecutor executor)
{
    /// <summary>How long a poller is listed after its last poll, as in Temporal: a dead worker shows this long too.</summary>
    private static readonly TimeSpan PollerMemory = TimeSpan.FromMinutes(5);

    /// <summary>A sticky queue that nobody polled this long belongs to a worker that is gone.</summary>
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromSeconds(10);

    private readonly LinkedList<QueuedTask> backlog = [];
    private readonly LinkedList<Poller> waiting = [];
    private readonly Dictionary<string, PollerInfo> known = [];
    private readonly ThroughputEstimator added = new(executor.Time);
    private readonly ThroughputEstimator dispatched = new(executor.Time);
    private DateTimeOffset lastPoll = DateTimeOffset.MinValue;
    private bool isLeft;

    /// <summary>Whether its worker has said goodbye, or none polls it nor did lately.</summary>
    public bool IsAbandoned => isLeft || (waiting.Count == 0 && executor.Now - lastPoll > AbandonedAfter);

    /// <summary>The workers that polled within the last five minutes.</summary>
    public IEnumerable<PollerInfo> Pollers =>
        known.Values.Where(poller => executor.Now - poller.LastAccessTime.ToDateTimeOffset() < PollerMemory);

    /// <summary>Backlog and rates, as DescribeTaskQueue reports them.</summary>
    public TaskQueueStats Stats => new()
    {
        ApproximateBacklogCount = backlog.Count,
        ApproximateBacklogAge = Duration.FromTimeSpan(backlog.Count > 0 ? executor.Now - backlog.Min(task => task.Added) : default),
        TasksAddRate = added.PerSecond,
        TasksDispatchRate = dispatched.PerSecond,
    };

    /// <summary>Queues a task, or hands it to the worker that has waited longest.</summary>
    public QueuedTask Add(Func<Poller, IMessage> start, Priority? priority)
    {
        var task = new QueuedTask(this, executor.Now, Priorities.LevelOf(priority), start);
        added.Count();
        if (waiting.First is { } first)
        {
            waiting.RemoveFirst();
            dispatched.Count();
            Give(first.Value, task.Start(first.Value));
        }
        else
        {
            Keep(task);
        }
        return task;
    }

    /// <summary>Takes a task out, unless a worker has it already.</summary>
    public void Withdraw(QueuedTask task) => backlog.Remove(task);

    /// <summary>Gives a poller the oldest task, or lets it wait for one.</summary>
    public void Admit(Poller poller)
    {
        isLeft = false;
        Note(poller);
        if (backlog.First is { } oldest)
        {
            backlog.RemoveFirst();
            dispatched.Count();
            Give(poller, oldest.Value.Start(poller));
        }
        else
        {
            waiting.AddLast(poller);
        }
    }

    /// <summary>Sends a poller away with nothing, if it still waits.</summary>
    public void Dismiss(Poller poller)
    {
        if (!waiting.Remove(poller)) return;
        Note(poller);
        poller.Give(null);
    }

    /// <summary>Its worker shuts down: its polls that still wait end at once.</summary>
    public void Leave()
    {
        while (waiting.First is { } first) Dismiss(first.Value);
        isLeft = true;
    }

    /// <summary>Behind all that came before, but those of a lower priority.</summary>
    private void Keep(QueuedTask task)
    {
        var before = backlog.Last;
        while (before is not null && before.Value.Level > task.Level) before = before.Previous;
        if (before is null) backlog.AddFirst(task);
        else backlog.AddAfter(before, task);
    }

    /// <summary>A worker hears of its task when that it has it is written; if it cannot be, it has waited for nothing.</summary>
    private void Give(Poller poller, IMessage task) => executor.AtEnd(kept => poller.Give(kept ? task : null));

    private void Note(Poller poller)
    {
        lastPoll = executor.Now;
        known[poller.Identity] = new PollerInfo
        {
            Identity = poller.Identity,
            LastAccessTime = Timestamp.FromDateTimeOffset(lastPoll),
            RatePerSecond = 100_000,
            DeploymentOptions = poller.Deployment,
        };
    }
}
