using EmbeddedPulumi.Engine.Events;

namespace PipAi.Engine.Tests.Fakes;

/// <summary>Keeps what the engine tells, in its order.</summary>
internal sealed class EventCollector(List<EngineEvent> events) : IProgress<EngineEvent>
{
    public void Report(EngineEvent value)
    {
        lock (events) events.Add(value);
    }
}
