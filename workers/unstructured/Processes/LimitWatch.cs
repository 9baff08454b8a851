using PipAi.Workers.Unstructured.Refusals;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Workers.Unstructured.Processes;

/// <summary>Has a child partition one document, and looks meanwhile at what it costs.</summary>
internal sealed class LimitWatch(PartitionProcess child, PartitionLimits limits, long documentBytes, TimeProvider time)
{
    // Most documents are done before the first look.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Answers with what the child says.</summary>
    /// <exception cref="RequestRejectedException">A limit is exceeded; the child must be killed.</exception>
    /// <exception cref="IOException">The child has ended.</exception>
    public async Task<(AnswerKind Kind, byte[] Content)> AnswerAsync(
        PartitionJob job, ReadOnlyMemory<byte> document, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        // As of the document before: in between it did nothing.
        var before = child.ProcessorTime;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var answer = ExchangeAsync(job, document, ended.Token);
        try
        {
            while (await Task.WhenAny(answer, Task.Delay(Interval, time, ended.Token)) != answer)
            {
                cancellation.ThrowIfCancellationRequested();
                child.Measure();
                RefuseExcess(child.ProcessorTime - before, time.GetElapsedTime(began));
            }

            var given = await answer;
            child.Measure();
            return given;
        }
        catch (InvalidDataException)
        {
            throw RequestRejectedException.TooMuchOutput(limits.OutputBytes);
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private async Task<(AnswerKind Kind, byte[] Content)> ExchangeAsync(
        PartitionJob job, ReadOnlyMemory<byte> document, CancellationToken cancellation)
    {
        await child.SendAsync(job, document, cancellation);
        return await child.ReadAsync(limits.OutputBytes, cancellation);
    }

    private void RefuseExcess(TimeSpan processor, TimeSpan elapsed)
    {
        var allowed = limits.ProcessorTime(documentBytes);
        if (processor > allowed) throw RequestRejectedException.TooMuchProcessorTime(allowed);
        if (child.MemoryBytes > limits.MemoryBytes) throw RequestRejectedException.TooMuchMemory(limits.MemoryBytes);
        if (elapsed > limits.Time) throw RequestRejectedException.TooSlow(limits.Time);
    }
}
