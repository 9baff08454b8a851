using PipAi.Operations.Documents;

namespace PipAi.Operations.Load;

/// <summary>One document of a steady load.</summary>
/// <param name="number">Order of submission, from 1.</param>
/// <param name="id">What tells it from all others, the same however often it is sent.</param>
/// <param name="submitted">Timestamp of the first try to send it.</param>
internal sealed class LoadDocument(int number, string id, long submitted)
{
    private long completed;
    private long taken;
    private int refusals;
    private long refused;
    private volatile TakenDocument? handle;
    private volatile DocumentResult? result;
    private volatile string? failure;

    public int Number => number;

    public string Id => id;

    public long Submitted => submitted;

    /// <summary>Timestamp at which the platform had taken it; null while it has not.</summary>
    public long? Taken => Interlocked.Read(ref taken) is var timestamp && timestamp != 0 ? timestamp : null;

    /// <summary>What the platform took it as; null while it has not.</summary>
    public TakenDocument? Handle => handle;

    /// <summary>Timestamp of the answer; null while there is none.</summary>
    public long? Completed => Interlocked.Read(ref completed) is var timestamp && timestamp != 0 ? timestamp : null;

    /// <summary>The answer.</summary>
    public DocumentResult? Result => result;

    /// <summary>How often the platform did not take it.</summary>
    public int Refusals => Volatile.Read(ref refusals);

    /// <summary>Timestamp of the first time; null when it was taken at once.</summary>
    public long? Refused => Interlocked.Read(ref refused) is var timestamp && timestamp != 0 ? timestamp : null;

    /// <summary>What went wrong last.</summary>
    public string? Failure => failure;

    /// <summary>What became of one that has no answer.</summary>
    public string Fate => $"document {number}: {(Taken is null ? "never taken: " : "")}{failure ?? "no answer"}";

    public void Take(long timestamp, TakenDocument document)
    {
        handle = document;
        Interlocked.Exchange(ref taken, timestamp);
    }

    public void Complete(long timestamp, DocumentResult answer)
    {
        result = answer;
        Interlocked.Exchange(ref completed, timestamp);
    }

    public void Refuse(long timestamp, string reason)
    {
        Interlocked.CompareExchange(ref refused, timestamp, 0);
        Interlocked.Increment(ref refusals);
        failure = reason;
    }

    public void Fail(string reason) => failure = reason;
}
