using EmbeddedPulumi.Engine.Events;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>How far the program has come, as its calls tell.</summary>
internal sealed class ProgramProgress(EventStream events)
{
    private int called;
    private volatile bool signalled;

    /// <summary>When the program made its first call; null before.</summary>
    public TimeSpan? FirstCall { get; private set; }

    /// <summary>The program has asked for all it wants.</summary>
    public bool Signalled => signalled;

    public void NoteFirstCall()
    {
        if (Interlocked.Exchange(ref called, 1) == 1) return;
        FirstCall = events.Elapsed;
        events.EndPhase(new PhaseTiming(Phase.ProgramStart, Start, events.Elapsed - Start));
    }

    /// <summary>When the program was started.</summary>
    public TimeSpan Start { get; set; }

    public void NoteSignal() => signalled = true;
}
