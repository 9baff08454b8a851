namespace PipAi.LocalCloud.Temporal;

/// <summary>
/// The one rule of concurrency in this service: whatever reads or changes its state does so in a turn, and turns follow one
/// another. A turn never waits; who must wait does so outside, on a task that a later turn completes.
/// </summary>
internal sealed class Turns(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<Action> endings = [];
    private int depth;

    /// <summary>The clock of every timer and every event time.</summary>
    public TimeProvider Time => time;

    /// <summary>Now, in UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Runs <paramref name="turn"/> when no other turn runs; nested calls belong to the turn around them.</summary>
    public T Take<T>(Func<T> turn)
    {
        lock (gate)
        {
            depth++;
            try
            {
                return turn();
            }
            finally
            {
                if (--depth == 0) End();
            }
        }
    }

    /// <inheritdoc cref="Take{T}(Func{T})"/>
    public void Take(Action turn) => Take(() =>
    {
        turn();
        return true;
    });

    /// <summary>Runs <paramref name="ending"/> when the turn now running is over, still before any other turn.</summary>
    public void AtEnd(Action ending) => endings.Add(ending);

    /// <summary>Takes a turn after <paramref name="delay"/> (at once if negative), unless the alarm is disposed by then.</summary>
    public Alarm After(TimeSpan delay, Action turn) => new(this, delay, turn);

    /// <summary>Takes a turn at <paramref name="instant"/>, or at once if that is past.</summary>
    public Alarm At(DateTimeOffset instant, Action turn) => After(instant - Now, turn);

    private void End()
    {
        Action[] due = [.. endings];
        endings.Clear();
        foreach (var ending in due) ending();
    }
}
