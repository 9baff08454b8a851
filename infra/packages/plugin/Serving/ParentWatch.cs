using System.Runtime.InteropServices;

namespace PipAi.Plugins.Serving;

/// <summary>
/// Notices that the engine died: its plugin is then the child of another process. Without it an engine that is killed
/// leaves its plugins behind.
/// </summary>
internal sealed class ParentWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly PeriodicTimer timer = new(Interval);

    private ParentWatch()
    {
    }

    /// <summary>Calls <paramref name="orphaned"/> once, if the parent goes; null where a process cannot tell its parent.</summary>
    public static ParentWatch? Start(Action orphaned)
    {
        if (OperatingSystem.IsWindows()) return null;
        var watch = new ParentWatch();
        _ = watch.RunAsync(ParentProcessId(), orphaned);
        return watch;
    }

    public void Dispose() => timer.Dispose();

    private async Task RunAsync(int parent, Action orphaned)
    {
        while (await timer.WaitForNextTickAsync())
        {
            if (ParentProcessId() == parent) continue;
            orphaned();
            return;
        }
    }

    [DllImport("libc", EntryPoint = "getppid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ParentProcessId();
}
