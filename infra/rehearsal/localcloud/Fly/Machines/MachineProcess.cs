using System.Diagnostics;
using System.Runtime.InteropServices;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>The running process of a machine, with its whole process group.</summary>
internal sealed class MachineProcess
{
    private const int Kill = 9;
    private readonly Process process;

    private MachineProcess(Process process, MachineLog log)
    {
        this.process = process;
        Identity = ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, 0);
        Exited = WatchAsync(log);
    }

    /// <summary>Id and start time.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Its exit code, when it has ended: 128 + n after signal n.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts it; its output goes to the log.</summary>
    public static async Task<MachineProcess> StartAsync(ProcessSpawner spawner, ProcessStartInfo start, MachineLog log)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        var process = await spawner.StartAsync(start);
        process.StandardInput.Close();
        return new MachineProcess(process, log);
    }

    /// <summary>Kills what is left of a process group that an earlier local cloud recorded.</summary>
    public static void KillLeftover(ProcessIdentity identity)
    {
        if (identity.IsAlive) Send(identity.Id, Kill);
    }

    /// <summary>Sends a signal to the process and its children.</summary>
    public void Signal(int signal)
    {
        if (!Exited.IsCompleted) Send(Identity.Id, signal);
    }

    /// <summary>Asks it to end with a signal and kills it when the time is over; returns its exit code.</summary>
    public async Task<int> EndAsync(int signal, TimeSpan timeout, TimeProvider time)
    {
        Signal(signal);
        try
        {
            return await Exited.WaitAsync(timeout, time);
        }
        catch (TimeoutException)
        {
            Signal(Kill);
            return await Exited;
        }
    }

    /// <summary>Kills it now.</summary>
    public void KillNow() => Signal(Kill);

    private async Task<int> WatchAsync(MachineLog log)
    {
        var output = Task.WhenAll(log.CopyAsync(process.StandardOutput), log.CopyAsync(process.StandardError));
        await process.WaitForExitAsync();

        // A virtual machine takes its children with it; the ended leader's id still names the group while a child lives.
        _ = SendSignal(-process.Id, Kill);
        await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System));
        var code = process.ExitCode;
        process.Dispose();
        return code;
    }

    // To the group it leads; without setsid it leads none. A number under 2 would mean our own group or every process.
    private static void Send(int leader, int signal)
    {
        if (leader > 1 && SendSignal(-leader, signal) != 0) _ = SendSignal(leader, signal);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SendSignal(int process, int signal);
}
