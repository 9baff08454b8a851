using System.Collections.Concurrent;
using System.Diagnostics;

namespace PipAi.LocalCloud.Platform;

/// <summary>
/// Starts processes that end when the local cloud ends, however it ends. Linux sends the parent-death signal when the
/// <em>thread</em> that started a child is gone, and threads of the pool come and go: all starts happen on one thread that lives
/// as long as this object. Each process leads a session of its own, so a Ctrl+C in the terminal does not reach it.
/// </summary>
internal sealed class ProcessSpawner : IDisposable
{
    private readonly BlockingCollection<Action> starts = [];
    private readonly string[] wrapper = FindWrapper();

    /// <summary>Starts the thread.</summary>
    public ProcessSpawner() => new Thread(RunStarts) { IsBackground = true, Name = "process starter" }.Start();

    /// <summary>Whether processes die with this one even when it is killed.</summary>
    public bool DiesWithParent => wrapper.Length > 0;

    /// <summary>Starts a process.</summary>
    /// <param name="start">Command and environment; its file name becomes an argument of setsid and setpriv where they exist.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The command cannot be started.</exception>
    public Task<Process> StartAsync(ProcessStartInfo start)
    {
        if (wrapper.Length > 0)
        {
            string[] arguments = [.. wrapper[1..], start.FileName, .. start.ArgumentList];
            start.FileName = wrapper[0];
            start.ArgumentList.Clear();
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
            {
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    /// <summary>Ends the thread; processes that still run are killed by the kernel where <see cref="DiesWithParent"/>.</summary>
    public void Dispose() => starts.CompleteAdding();

    private void RunStarts()
    {
        foreach (var start in starts.GetConsumingEnumerable()) start();
    }

    private static string[] FindWrapper()
    {
        if (!OperatingSystem.IsLinux()) return [];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':');
        string? Find(string tool) => folders.Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
        return Find("setsid") is { } setsid && Find("setpriv") is { } setpriv && Supports(setpriv)
            ? [setsid, setpriv, "--pdeathsig", "KILL", "--"]
            : [];
    }

    // BusyBox has a setpriv that does not know the parent-death signal.
    private static bool Supports(string setpriv)
    {
        using var probe = Process.Start(new ProcessStartInfo(setpriv, ["--pdeathsig", "KILL", "true"]) { RedirectStandardError = true });
        return probe is not null && probe.WaitForExit(5000) && probe.ExitCode == 0;
    }
}
