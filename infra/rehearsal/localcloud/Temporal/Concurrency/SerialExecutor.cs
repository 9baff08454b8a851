using Microsoft.Extensions.Logging;

namespace PipAi.LocalCloud.Temporal.Concurrency;

/// <summary>
/// The one rule of concurrency in this service: whatever reads or changes its state does so in a turn, and turns follow one
/// another. A turn never waits; who must wait does so outside, on a task that a later turn completes. What a turn changes is kept as
/// a whole before a caller hears of it; a turn that throws has changed nothing.
/// </summary>
internal sealed class SerialExecutor(TimeProvider time, ILogger<SerialExecutor> log)
{
    private readonly Lock gate = new();
    private readonly List<Action<bool>> endings = [];
    private Action commit = () => { };
    private Action rollBack = () => { };
    private int depth;
    private bool closed;

    /// <summary>The clock of every timer and every event time.</summary>
    public TimeProvider Time => time;

    /// <summary>Now, in UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>
    /// Names what makes the changes of a turn last, and what takes them back in memory when the turn, or keeping them, fails.
    /// </summary>
    public void KeepBy(Action keep, Action undo) => (commit, rollBack) = (keep, undo);

    /// <summary>Runs <paramref name="turn"/> when no other turn runs; nested calls belong to the turn around them.</summary>
    /// <exception cref="OperationCanceledException">The service has stopped: nothing may change any more.</exception>
    public T Run<T>(Func<T> turn)
    {
        lock (gate)
        {
            if (closed) throw new OperationCanceledException("the service has stopped");
            if (depth > 0) return turn();
            depth++;
            try
            {
                return RunWhole(turn);
            }
            finally
            {
                depth--;
            }
        }
    }

    /// <inheritdoc cref="Run{T}(Func{T})"/>
    public void Run(Action turn) => Run(() =>
    {
        turn();
        return true;
    });

    /// <summary>Takes a turn that nobody waits for: a failure is logged, and after the end it is not taken.</summary>
    public void RunUnattended(Action turn)
    {
        try
        {
            Run(turn);
        }
        catch (OperationCanceledException)
        {
            // The service has stopped.
        }
        catch (Exception error)
        {
            log.LogError(error, "A turn that was due failed");
        }
    }

    /// <summary>No turn is taken after this.</summary>
    public void Close()
    {
        lock (gate) closed = true;
    }

    /// <summary>
    /// Runs <paramref name="ending"/> when the turn now running is over, still before any other turn. It is told whether the turn's
    /// changes were kept: an answer never tells of a change that is lost.
    /// </summary>
    public void AtEnd(Action<bool> ending) => endings.Add(ending);

    /// <summary>Takes back what the turn now running has changed; what follows in it is kept.</summary>
    public void Undo()
    {
        rollBack();
        End(kept: false);
    }

    /// <summary>Takes a turn after <paramref name="delay"/> (at once if negative), unless the alarm is disposed by then.</summary>
    public DeadlineTimer After(TimeSpan delay, Action turn) => new(this, delay, turn);

    /// <summary>Takes a turn at <paramref name="instant"/>, or at once if that is past.</summary>
    public DeadlineTimer At(DateTimeOffset instant, Action turn) => After(instant - Now, turn);

    private T RunWhole<T>(Func<T> turn)
    {
        try
        {
            var result = turn();
            commit();
            End(kept: true);
            return result;
        }
        catch
        {
            Undo();
            throw;
        }
    }

    private void End(bool kept)
    {
        if (endings.Count == 0) return;
        Action<bool>[] due = [.. endings];
        endings.Clear();
        foreach (var ending in due) ending(kept);
    }
}
