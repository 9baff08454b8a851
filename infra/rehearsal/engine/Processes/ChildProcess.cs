using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EmbeddedPulumi.Engine.Processes;

/// <summary>A running child and, where it has one, its process group.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int Interrupt = 2;
    private const int KillNow = 9;
    private readonly Process process;
    private readonly bool ownsGroup;
    private Task reading = Task.CompletedTask;

    public ChildProcess(Process process, bool ownsGroup)
    {
        this.process = process;
        this.ownsGroup = ownsGroup;
        process.StandardInput.Close();
    }

    public StreamReader Output => process.StandardOutput;

    public StreamReader Error => process.StandardError;

    public int Id => process.Id;

    /// <summary>Somebody reads the error stream until it ends.</summary>
    public void Reading(Task pump) => reading = pump;

    /// <summary>Waits until the last line of the error stream was read.</summary>
    public Task ReadAsync(CancellationToken cancellation) => reading.WaitAsync(cancellation);

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    /// <summary>Asks the process to end, waits for at most <paramref name="timeout"/>, then kills it and all its descendants.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        if (timeout > TimeSpan.Zero && !process.HasExited && ownsGroup)
        {
            Tell(Interrupt);
            using var deadline = new CancellationTokenSource(timeout);
            try
            {
                await process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                // The grace period is over.
            }
        }

        Kill();
    }

    public void Kill()
    {
        // A group can hold descendants after its leader is gone.
        if (ownsGroup) Tell(KillNow);
        else if (!process.HasExited) process.Kill(entireProcessTree: true);
    }

    public async ValueTask DisposeAsync()
    {
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Reaches the group, or the process alone as long as it has none of its own: that is made after its start.</summary>
    private void Tell(int signal)
    {
        if (Signal(-process.Id, signal) != 0 && !process.HasExited) _ = Signal(process.Id, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
