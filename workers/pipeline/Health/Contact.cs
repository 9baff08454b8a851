namespace PipAi.Workers.Pipeline.Health;

/// <summary>What somebody last heard from a service that he asks again and again.</summary>
internal sealed class Contact(TimeProvider time)
{
    private readonly Lock gate = new();
    private long? answered;
    private long? answering;
    private string? failure;

    /// <summary>How long ago it last answered; null: never.</summary>
    public TimeSpan? SinceAnswer
    {
        get { lock (gate) return answered is { } then ? time.GetElapsedTime(then) : null; }
    }

    /// <summary>For how long every question has been answered; null if the last one was not.</summary>
    public TimeSpan? AnsweringFor
    {
        get { lock (gate) return answering is { } then ? time.GetElapsedTime(then) : null; }
    }

    /// <summary>Why the last question was not answered; null if it was, or none was asked.</summary>
    public string? Failure
    {
        get { lock (gate) return failure; }
    }

    /// <summary>It answered.</summary>
    public void Answered()
    {
        lock (gate)
        {
            answered = time.GetTimestamp();
            answering ??= answered;
            failure = null;
        }
    }

    /// <summary>It did not answer, or refused.</summary>
    public void Failed(string reason)
    {
        lock (gate)
        {
            answering = null;
            failure = reason;
        }
    }

    /// <summary>Nobody asks any more: what was heard is no longer true of now.</summary>
    public void Rest()
    {
        lock (gate)
        {
            answering = null;
            failure = null;
        }
    }
}
