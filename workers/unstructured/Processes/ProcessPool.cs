using System.Collections.Concurrent;
using System.Text;
using PipAi.Workers.Unstructured.Refusals;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Workers.Unstructured.Processes;

/// <summary>
/// The child processes of the service, one a slot. A process is used again while it behaves; one that exceeds a limit or breaks is
/// killed, and its slot and memory are free at once.
/// </summary>
internal sealed class ProcessPool(string command, PartitionLimits limits, TimeProvider time, ILogger<ProcessPool> log) : IDisposable
{
    private readonly ConcurrentStack<PartitionProcess> idle = new();
    private readonly ConcurrentDictionary<PartitionProcess, bool> all = new();
    private long finishedTicks;

    /// <summary>The processes that there are.</summary>
    public IReadOnlyList<int> Ids => [.. all.Keys.Where(child => child.IsAlive).Select(child => child.Id)];

    /// <summary>The processor time of all children that there were.</summary>
    public TimeSpan ProcessorTime => new(Interlocked.Read(ref finishedTicks) + all.Keys.Sum(child => Measured(child).ProcessorTime.Ticks));

    /// <summary>The memory of all children that there are.</summary>
    public long MemoryBytes => all.Keys.Sum(child => Measured(child).MemoryBytes);

    /// <summary>Whether there are children, and all of them are at work.</summary>
    public bool IsBusy => idle.IsEmpty && all.Keys.Any(child => child.IsAlive);

    /// <summary>Partitions a document in a child.</summary>
    /// <returns>The elements as JSON.</returns>
    /// <exception cref="RequestRejectedException">It cannot be read (the child says so), or exceeds a limit, which the message
    /// names.</exception>
    public async Task<byte[]> PartitionAsync(PartitionJob job, ReadOnlyMemory<byte> document, CancellationToken cancellation)
    {
        for (var isLast = false; ; isLast = true)
        {
            var child = await TakeAsync(cancellation);
            var keep = false;
            try
            {
                var watch = new LimitWatch(child, job.Limits, document.Length, time);
                var answer = await watch.AnswerAsync(job, document, cancellation);
                keep = answer.Kind is AnswerKind.Elements or AnswerKind.Refusal && child.MemoryBytes < job.Limits.MemoryBytes / 2;
                return Content(answer, job);
            }
            catch (IOException gone)
            {
                // It may have died while it was idle. Two that die with a document in hand die of the document.
                log.LogWarning(gone, "A partition process ended while it had {Name}", job.FileName);
                if (isLast) throw RequestRejectedException.EndedItsProcess();
            }
            finally
            {
                if (keep) idle.Push(child);
                else Retire(child);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var child in all.Keys) Retire(child);
    }

    private byte[] Content((AnswerKind Kind, byte[] Content) answer, PartitionJob job)
    {
        switch (answer.Kind)
        {
            case AnswerKind.Elements:
                return answer.Content;
            case AnswerKind.Refusal:
                throw new RequestRejectedException(
                    (answer.Content[0] << 8) | answer.Content[1], Encoding.UTF8.GetString(answer.Content.AsSpan(2)));
            case AnswerKind.OutOfMemory:
                throw RequestRejectedException.TooMuchMemory(job.Limits.MemoryBytes);
            case AnswerKind.Failure or AnswerKind.Ready:
            default:
                log.LogError("{Name}: {Failure}", job.FileName, Encoding.UTF8.GetString(answer.Content));
                throw RequestRejectedException.Failed();
        }
    }

    private async Task<PartitionProcess> TakeAsync(CancellationToken cancellation)
    {
        while (idle.TryPop(out var child))
        {
            if (child.IsAlive) return child;
            Retire(child);
        }

        try
        {
            var started = await PartitionProcess.StartAsync(command, limits, cancellation);
            all[started] = true;
            return started;
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            log.LogError(failure, "No process can be started that partitions documents");
            throw new RequestRejectedException(StatusCodes.Status503ServiceUnavailable, $"No slot can work: {failure.Message}");
        }
    }

    private void Retire(PartitionProcess child)
    {
        if (!all.TryRemove(child, out _)) return;
        child.Dispose();
        Interlocked.Add(ref finishedTicks, child.ProcessorTime.Ticks);
    }

    private static PartitionProcess Measured(PartitionProcess child)
    {
        child.Measure();
        return child;
    }
}
