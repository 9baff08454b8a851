using Google.Protobuf;
using PipAi.LocalCloud.Temporal.Concurrency;

namespace PipAi.LocalCloud.Temporal.Matching;

/// <summary>All task queues. A queue exists as soon as somebody asks for it, as in Temporal.</summary>
internal sealed class TaskQueues(SerialExecutor executor)
{
    private readonly Dictionary<TaskQueueKey, TaskQueue> queues = [];

    /// <summary>The queue of this key. To be used in a turn.</summary>
    public TaskQueue this[TaskQueueKey key]
    {
        get
        {
            if (!queues.TryGetValue(key, out var queue)) queues[key] = queue = new TaskQueue(executor);
            return queue;
        }
    }

    /// <summary>Waits for a task at most <paramref name="timeout"/>; null if none came.</summary>
    public async Task<IMessage?> PollAsync(TaskQueueKey key, Poller poller, TimeSpan timeout, CancellationToken cancellation)
    {
        var queue = executor.Run(() =>
        {
            var queue = this[key];
            queue.Admit(poller);
            return queue;
        });
        if (poller.Answer.IsCompleted) return await poller.Answer;
        using var timer = executor.After(timeout, () => queue.Dismiss(poller));
        // A poll whose connection breaks must leave the queue at once: a task given to it would be lost until a timeout.
        using var broken = cancellation.Register(() => executor.RunUnattended(() => queue.Dismiss(poller)));
        return await poller.Answer;
    }
}
