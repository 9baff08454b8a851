using System.Collections.Concurrent;
using EmbeddedPulumi.Engine.Events;

namespace PipAi.Cli.Views.Live;

/// <summary>Keeps what happens while nothing can be shown yet.</summary>
internal sealed class RecordedProgress : IProgress<EngineEvent>
{
    private readonly ConcurrentQueue<EngineEvent> events = [];

    /// <inheritdoc/>
    public void Report(EngineEvent value) => events.Enqueue(value);

    /// <summary>Shows it, in the order in which it happened.</summary>
    public void ReplayTo(IProgress<EngineEvent> progress)
    {
        while (events.TryDequeue(out var happened)) progress.Report(happened);
    }
}
