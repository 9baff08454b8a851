using System.Collections.Immutable;
using System.Diagnostics;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Secrets;

namespace EmbeddedPulumi.Engine.Events;

/// <summary>Collects what happens in one operation and passes it on, one event at a time and without secrets.</summary>
internal sealed class EventStream(IProgress<EngineEvent>? progress, SecretMask mask)
{
    private readonly Lock gate = new();
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly ImmutableArray<Diagnostic>.Builder diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly ImmutableArray<PhaseTiming>.Builder timings = ImmutableArray.CreateBuilder<PhaseTiming>();

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(start);

    public ImmutableArray<Diagnostic> Diagnostics
    {
        get
        {
            lock (gate) return diagnostics.ToImmutable();
        }
    }

    public ImmutableArray<PhaseTiming> Timings
    {
        get
        {
            lock (gate) return timings.ToImmutable();
        }
    }

    public void Publish(EngineEvent happened)
    {
        lock (gate) progress?.Report(happened);
    }

    public void Log(Diagnostic diagnostic)
    {
        var masked = diagnostic with { Message = mask.Apply(diagnostic.Message.TrimEnd()) };
        lock (gate)
        {
            // Debug output of plugins goes to listeners, not into the result.
            if (!masked.Ephemeral && masked.Severity != DiagnosticSeverity.Debug) diagnostics.Add(masked);
            progress?.Report(new EngineEvent.DiagnosticEmitted(masked));
        }
    }

    public void Failed(Step step, string reason)
    {
        var masked = mask.Apply(reason);
        Log(new Diagnostic(DiagnosticSeverity.Error, reason, step.Urn));
        Publish(new EngineEvent.StepFailed(step, masked));
    }

    /// <summary>Notes a phase that began at <paramref name="begun"/> (see <see cref="Elapsed"/>) and ended now.</summary>
    public void EndPhase(Phase phase, TimeSpan begun) => EndPhase(new PhaseTiming(phase, begun, Elapsed - begun));

    public void EndPhase(PhaseTiming timing)
    {
        lock (gate)
        {
            timings.Add(timing);
            progress?.Report(new EngineEvent.PhaseDone(timing));
        }
    }
}
