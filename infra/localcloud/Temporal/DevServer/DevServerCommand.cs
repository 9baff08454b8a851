using System.Diagnostics;
using System.Globalization;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>The command line of Temporal's own development server.</summary>
internal static class DevServerCommand
{
    /// <summary>The <c>temporal</c> executable on a search path, or null.</summary>
    public static string? Find(string? searchPath) => (searchPath ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "temporal.exe" : "temporal"))
        .FirstOrDefault(File.Exists);

    /// <summary>A server on loopback without a web page, whose workflows are kept in a file.</summary>
    public static ProcessStartInfo Build(string executable, int port, string databaseFile) => new(
        executable,
        [
            "server", "start-dev", "--headless",
            "--ip", "127.0.0.1",
            "--port", port.ToString(CultureInfo.InvariantCulture),
            "--db-filename", databaseFile,
            "--log-level", "warn",
        ])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
