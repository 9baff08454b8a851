using PipAi.Workers.Unstructured.Processes;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Workers.Unstructured.Performance;

/// <summary>Counts requests and puts the figures together.</summary>
internal sealed class Recorder(ConcurrencyLimiter admission, ProcessPool processes, Instance instance, TimeProvider time)
{
    private readonly long started = time.GetTimestamp();
    private readonly ResponseTimes responses = new(time);
    private readonly ProcessorUse processor = new(time, () => Environment.CpuUsage.TotalTime + processes.ProcessorTime);
    private long requests;
    private long errors;
    private long refused;

    /// <summary>Notes one answered request.</summary>
    public void Answered(int status, TimeSpan took)
    {
        Interlocked.Increment(ref requests);
        if (status >= 500) Interlocked.Increment(ref errors);
        else if (status >= 400) Interlocked.Increment(ref refused);
        responses.Add(took);
    }

    /// <summary>The figures of this moment.</summary>
    public PerformanceStats Now()
    {
        var memory = Environment.WorkingSet + processes.MemoryBytes;
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new()
        {
            Machine = instance.Machine,
            Region = instance.Region,
            UptimeSeconds = Math.Round(time.GetElapsedTime(started).TotalSeconds, 1),
            Requests = Interlocked.Read(ref requests),
            Errors = Interlocked.Read(ref errors),
            Refused = Interlocked.Read(ref refused),
            ResponseSeconds = responses.Now(),
            CpuPercent = processor.Percent(),
            MemoryBytes = memory,
            MemoryPercent = available > 0 ? Math.Round(100.0 * memory / available, 1) : 0,
            Working = admission.Working,
            Slots = admission.Slots,
            QueueDepth = admission.QueueDepth,
            QueueLimit = admission.QueueLimit,
        };
    }
}
