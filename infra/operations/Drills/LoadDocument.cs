namespace PipAi.Operations.Drills;

/// <summary>One document of a drill's load.</summary>
/// <param name="number">Order of submission, from 1.</param>
/// <param name="submitted">Timestamp of the submission.</param>
internal sealed class LoadDocument(int number, long submitted)
{
    private long completed;
    private volatile string? failure;

    public int Number => number;

    public long Submitted => submitted;

    /// <summary>Timestamp of the answer; null while there is none.</summary>
    public long? Completed => Interlocked.Read(ref completed) is var timestamp && timestamp != 0 ? timestamp : null;

    /// <summary>Why there will be no answer.</summary>
    public string? Failure => failure;

    public void Complete(long timestamp) => Interlocked.Exchange(ref completed, timestamp);

    public void Fail(string reason) => failure = reason;
}
