using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;

namespace PipAi.LocalCloud.Platform;

/// <summary>A process that cannot be mistaken for a later one of the same number.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Started">
/// When it started: clock ticks since boot on Linux (field 22 of /proc/PID/stat, which never jitters), else Unix seconds.
/// </param>
public readonly record struct ProcessIdentity(int Id, long Started)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Current => Of(Environment.ProcessId) ?? new ProcessIdentity(Environment.ProcessId, 0);

    /// <summary>Whether the process still runs (a zombie does not).</summary>
    [JsonIgnore]
    public bool IsAlive => Id > 0 && Of(Id) == this;

    /// <summary>The running process of that id; null when there is none.</summary>
    public static ProcessIdentity? Of(int id) => OperatingSystem.IsLinux() ? FromProc(id) : FromRuntime(id);

    private static ProcessIdentity? FromProc(int id)
    {
        try
        {
            // The command in parentheses may hold spaces and parentheses, so fields are counted from the last one.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : new ProcessIdentity(id, long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ProcessIdentity? FromRuntime(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited ? null : new ProcessIdentity(id, new DateTimeOffset(process.StartTime).ToUnixTimeSeconds());
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException
            or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
