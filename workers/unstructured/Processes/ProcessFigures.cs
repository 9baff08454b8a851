using System.Diagnostics;
using System.Globalization;

namespace PipAi.Workers.Unstructured.Processes;

/// <summary>What a process costs, asked for with every document.</summary>
internal static class ProcessFigures
{
    // Of the fields after the name, in parentheses, in proc_pid_stat(5): utime, stime and rss.
    private const int UserTicks = 11;
    private const int KernelTicks = 12;
    private const int ResidentPages = 21;

    // The kernel's unit for user space, on every Linux that .NET runs on.
    private const int TicksPerSecond = 100;

    /// <summary>The processor time that a process has used, and the memory that it holds.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public static (TimeSpan Processor, long MemoryBytes) Of(Process process)
    {
        if (!OperatingSystem.IsLinux())
        {
            process.Refresh();
            return (process.TotalProcessorTime, process.WorkingSet64);
        }

        // The number of one that has ended may be another's. One file is read here; the framework reads one for each thread as well.
        if (process.HasExited) throw new InvalidOperationException($"Process {process.Id} has ended.");
        var stat = File.ReadAllText($"/proc/{process.Id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (TimeSpan.FromSeconds(
            (Number(UserTicks) + Number(KernelTicks)) / (double)TicksPerSecond), Number(ResidentPages) * Environment.SystemPageSize);

        long Number(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture);
    }
}
