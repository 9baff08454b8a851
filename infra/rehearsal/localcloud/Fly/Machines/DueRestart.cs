namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>The restart that is due after a crash; whatever else happens to the machine in the meantime calls it off.</summary>
internal sealed class DueRestart(WorkQueue work, TimeProvider time, CancellationToken closing)
{
    private int number;

    /// <summary>Calls off a restart that is due. Called from the machine's queue only.</summary>
    public void CallOff() => number++;

    /// <summary>Restarts after a delay unless it is called off. Called from the machine's queue only.</summary>
    public void In(TimeSpan delay, Func<Task> restart) => _ = WaitAsync(delay, ++number, restart);

    private async Task WaitAsync(TimeSpan delay, int mine, Func<Task> restart)
    {
        try
        {
            await Task.Delay(delay, time, closing);
            work.Post(() => mine == number ? restart() : Task.CompletedTask);
        }
        catch (OperationCanceledException)
        {
            // The local cloud stops.
        }
    }
}
