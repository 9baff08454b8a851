namespace PipAi.Providers.Fly.Rollouts;

/// <summary>
/// The engine changes independent resources in parallel; machines of one group must take turns instead. As many enter at once
/// as may be unavailable at once. The first failure closes the gate for the rest of the run: a bad release stops at one machine.
/// </summary>
internal sealed class RolloutLimiter(string group)
{
    private readonly Lock gate = new();
    private readonly Queue<Waiter> waiting = new();
    private int inside;
    private string? failure;

    /// <summary>Waits for a turn. Dispose the pass when the machine is healthy again.</summary>
    /// <exception cref="RolloutStoppedException">A machine of the group failed before.</exception>
    public async Task<RolloutSlot> AcquireAsync(string machine, int maxUnavailable, CancellationToken cancellation)
    {
        Waiter waiter;
        lock (gate)
        {
            ThrowIfClosed(machine);
            if (waiting.Count == 0 && inside < maxUnavailable)
            {
                inside++;
                return new RolloutSlot(this, machine);
            }

            waiter = new Waiter(maxUnavailable);
            waiting.Enqueue(waiter);
        }

        await using (cancellation.Register(() => waiter.Turn.TrySetCanceled(cancellation))) await waiter.Turn.Task;
        try
        {
            ThrowIfClosed(machine);
        }
        catch (RolloutStoppedException)
        {
            Release();
            throw;
        }

        return new RolloutSlot(this, machine);
    }

    /// <summary>Refuses when a machine of the group failed before; for changes that need no turn.</summary>
    /// <exception cref="RolloutStoppedException">A machine of the group failed before.</exception>
    public void ThrowIfClosed(string machine)
    {
        if (failure is { } failed) throw new RolloutStoppedException(group, machine, failed);
    }

    /// <summary>Closes the gate: nobody else enters in this run.</summary>
    public void Close(string machine)
    {
        lock (gate) failure ??= machine;
    }

    internal void Release()
    {
        lock (gate)
        {
            inside--;
            Admit();
        }
    }

    // A closed gate lets everybody in, to be refused.
    private void Admit()
    {
        while (waiting.TryPeek(out var next) && (failure is not null || inside < next.MaxUnavailable))
        {
            waiting.Dequeue();
            if (next.Turn.TrySetResult()) inside++;
        }
    }

    private sealed record Waiter(int MaxUnavailable)
    {
        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
