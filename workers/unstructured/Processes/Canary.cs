using PipAi.Workers.Unstructured.Refusals;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Workers.Unstructured.Processes;

/// <summary>
/// Tells whether a slot can work by having a line of text partitioned in one. A process that is there and does nothing is found so, and
/// killed. While all are at work none is asked: each of them ends, or is ended at a limit.
/// </summary>
/// <param name="processes">The slots.</param>
/// <param name="limits">How much a document may cost.</param>
/// <param name="timeout">How long the line may take; a first one in a new process takes up to a second of processor time.</param>
/// <param name="time">Measures how old the last answer is.</param>
internal sealed class Canary(ProcessPool processes, PartitionLimits limits, TimeSpan timeout, TimeProvider time)
    : IHostedService, IDisposable
{
    // It may be asked often: the address is public.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly byte[] Line = "One line of text is read here.\n"u8.ToArray();
    private readonly SemaphoreSlim one = new(1);
    private readonly PartitionJob job = new() { FileName = "canary.txt", Parameters = new(), Limits = limits with { Time = timeout } };
    private long? well;

    /// <summary>Starts a first process and has it read once, so that a first document waits for neither.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => WhyNoneWorksAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Why no slot can work, or null if one can.</summary>
    public async Task<string?> WhyNoneWorksAsync(CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            if (processes.IsBusy || (well is { } last && time.GetElapsedTime(last) < Fresh)) return null;
            await processes.PartitionAsync(job, Line, cancellation);
            well = time.GetTimestamp();
            return null;
        }
        catch (RequestRejectedException refused)
        {
            well = null;
            return refused.Status == StatusCodes.Status503ServiceUnavailable
                ? refused.Message
                : $"No slot can work: one line of text could not be read. {refused.Message}";
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();
}
