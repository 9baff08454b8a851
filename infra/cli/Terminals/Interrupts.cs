using System.Runtime.InteropServices;

namespace PipAi.Cli.Terminals;

/// <summary>
/// Ctrl-C once: stop starting things, finish the calls in flight, save. Twice: stop now. SIGTERM counts as Ctrl-C.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource forcedStop = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    private readonly TextWriter errors;

    /// <param name="errors">Where an interrupt is answered.</param>
    public Interrupts(TextWriter errors) => this.errors = errors;

    /// <summary>Those that the operating system tells this process of.</summary>
    public static Interrupts OfSignals(TextWriter errors)
    {
        var interrupts = new Interrupts(errors);
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            interrupts.registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                interrupts.Interrupt();
            }));
        }

        return interrupts;
    }

    /// <summary>Cancelled by the first interrupt.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Cancelled by the second.</summary>
    public CancellationToken ForcedStop => forcedStop.Token;

    /// <summary>Somebody wants the run to end.</summary>
    public void Interrupt()
    {
        if (!stop.IsCancellationRequested)
        {
            // First the deed: a user who reads the line may press again at once.
            stop.Cancel();
            errors.WriteLine("\nStopping: finishing the calls in flight and saving. Press Ctrl-C again to stop at once.");
        }
        else
        {
            forcedStop.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        stop.Dispose();
        forcedStop.Dispose();
    }
}
