namespace Pulumi;

/// <summary>
/// Everything that a program has started and not finished: registrations, outputs, log messages. A program is done when
/// nothing is in flight, or at the first failure.
/// </summary>
internal sealed class InFlightTasks
{
    private readonly Lock gate = new();
    private readonly List<Exception> failures = [];
    private int count;
    private TaskCompletionSource idle = Signalled();

    public void Add(Task task)
    {
        if (task.IsCompletedSuccessfully) return;
        lock (gate)
        {
            if (count++ == 0 && idle.Task.IsCompleted && failures.Count == 0)
                idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _ = task.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits until nothing is in flight or something has failed, and tells what has.</summary>
    public async Task<IReadOnlyList<Exception>> WhenIdleAsync()
    {
        while (true)
        {
            Task waiting;
            lock (gate)
            {
                if (count == 0 || failures.Count > 0) return [.. failures];
                waiting = idle.Task;
            }

            await waiting.ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource Signalled()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private void Remove(Task task)
    {
        lock (gate)
        {
            // Many outputs fail with the failure of one resource: it is told once.
            if (task.IsFaulted) failures.AddRange(task.Exception!.Flatten().InnerExceptions.Except(failures));
            else if (task.IsCanceled) failures.Add(new TaskCanceledException(task));

            if (--count == 0 || failures.Count > 0) idle.TrySetResult();
        }
    }
}
