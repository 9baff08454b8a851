using System.Diagnostics;
using System.Globalization;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>The command line of Temporal's own development server.</summary>
internal static class DevServerCommand
{
    /// <summary>
    /// A server on loopback without a web page, whose workflows are kept in a file. It commits without waiting for the disk, like our own
    /// service: a kill loses nothing, only a crash of the machine may. Queues have one partition: at a rehearsal's rate more of
    /// them only part tasks and workers. Activities are handed out with the answer that commands them where a worker asks for it, as
    /// Temporal Cloud does and servers up to 1.31 do only when told.
    /// </summary>
    public static ProcessStartInfo Serve(string executable, int port, string databaseFile) => Start(
        executable,
        "server", "start-dev", "--headless",
        "--ip", "127.0.0.1",
        "--port", port.ToString(CultureInfo.InvariantCulture),
        "--db-filename", databaseFile,
        "--log-level", "error",
        "--sqlite-pragma", "journal_mode=WAL",
        "--sqlite-pragma", "synchronous=OFF",
        "--dynamic-config-value", "matching.numTaskqueueReadPartitions=1",
        "--dynamic-config-value", "matching.numTaskqueueWritePartitions=1",
        "--dynamic-config-value", "system.enableActivityEagerExecution=true");

    /// <summary>The CLI with some arguments, and without the settings that a user keeps for it in variables.</summary>
    public static ProcessStartInfo Start(string executable, params string[] arguments)
    {
        var start = new ProcessStartInfo(executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TEMPORAL_", StringComparison.OrdinalIgnoreCase))
            .ToList())
            start.Environment.Remove(name);
        return start;
    }
}
