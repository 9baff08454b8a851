namespace PipAi.Workers.Pipeline.Admission;

/// <summary>
/// How many documents a worker has begun and not ended. A first task is cheap and there may be hundreds in the queue: a worker that
/// took them all would begin every document before it ends any. The door lets a next one in when there is room, so documents
/// end in the order in which they came.
/// </summary>
/// <param name="room">How many documents may be open at once.</param>
/// <param name="timeout">
/// After this time an open document no longer counts. It waits for something (a region, a large file), and those that do not wait may pass.
/// </param>
/// <param name="time">The clock.</param>
internal sealed class DocumentDoor(int room, TimeSpan timeout, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<object, long> open = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many documents count now.</summary>
    public int Open
    {
        get
        {
            lock (gate)
            {
                Forget();
                return open.Count;
            }
        }
    }

    /// <summary>Whether a next document would have to wait.</summary>
    public bool IsShut => Open >= room;

    /// <summary>Waits for room, and takes it under this name until <see cref="Leave"/>.</summary>
    public async Task EnterAsync(object name, CancellationToken cancellation)
    {
        while (TryEnter(name) is { } wait)
            await Task.WhenAny(wait.Change, Task.Delay(wait.Timeout, time, cancellation)).Unwrap();
    }

    /// <summary>Takes room under a name, whether there is any or not.</summary>
    public void Admit(object name)
    {
        lock (gate) open[name] = time.GetTimestamp();
    }

    /// <summary>Gives the room of a name back.</summary>
    public void Leave(object name)
    {
        lock (gate)
        {
            if (!open.Remove(name)) return;
            Interlocked.Exchange(ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    private (Task Change, TimeSpan Timeout)? TryEnter(object name)
    {
        lock (gate)
        {
            Forget();
            if (open.Count >= room) return (changed.Task, timeout - time.GetElapsedTime(open.Values.Min()));
            open[name] = time.GetTimestamp();
            return null;
        }
    }

    private void Forget()
    {
        foreach (var (name, since) in open.ToArray())
        {
            if (time.GetElapsedTime(since) >= timeout) open.Remove(name);
        }
    }
}
