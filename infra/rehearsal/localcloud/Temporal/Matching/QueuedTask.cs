using Google.Protobuf;

namespace PipAi.LocalCloud.Temporal.Matching;

/// <summary>A task that waits in a queue. <paramref name="start"/> makes the poll's answer once a worker takes it.</summary>
internal sealed class QueuedTask(TaskQueue queue, DateTimeOffset added, int level, Func<Poller, IMessage> start)
{
    /// <summary>When it was queued.</summary>
    public DateTimeOffset Added => added;

    /// <summary>Its priority: 1 goes first.</summary>
    public int Level => level;

    /// <summary>Hands it to a worker. Called once, in the turn that takes it from the queue.</summary>
    public IMessage Start(Poller poller) => start(poller);

    /// <summary>Takes it out of its queue, unless a worker has it already.</summary>
    public void Withdraw() => queue.Withdraw(this);
}
