namespace Pulumi;

/// <summary>An output that is handed out before it is known what it will come from.</summary>
public sealed class DeferredOutput<T>
{
    private readonly TaskCompletionSource<Resolved<T>> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int resolved;

    /// <summary>An output that waits for <see cref="Resolve"/>.</summary>
    public DeferredOutput() => Output = new Output<T>(source.Task);

    /// <summary>The output.</summary>
    public Output<T> Output { get; }

    /// <summary>Says what the output comes from; this can be done once.</summary>
    /// <exception cref="InvalidOperationException">It was done before.</exception>
    public void Resolve(Output<T> output)
    {
        if (Interlocked.Exchange(ref resolved, 1) == 1) throw new InvalidOperationException("DeferredOutput can only be resolved once.");
        _ = output.Resolution.ContinueWith(source.SetFromTask, TaskScheduler.Default);
    }
}
