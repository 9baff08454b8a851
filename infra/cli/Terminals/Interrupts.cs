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

    public Interrupts(TextWriter errors)
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                if (!stop.IsCancellationRequested)
                {
                    // First the deed: whoever reads the line may press again at once.
                    stop.Cancel();
                    errors.WriteLine("\nStopping: finishing the calls in flight and saving. Press Ctrl-C again to stop at once.");
                }
                else
                {
                    forcedStop.Cancel();
                }
            }));
        }
    }

    /// <summary>Cancelled by the first interrupt.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Cancelled by the second.</summary>
    public CancellationToken ForcedStop => forcedStop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        stop.Dispose();
        forcedStop.Dispose();
    }
}
