using System.Globalization;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>A lock on a stack.</summary>
/// <param name="File">The lock's file.</param>
/// <param name="ProcessId">The process that took it.</param>
/// <param name="User">Its user.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Taken">When it was taken.</param>
/// <param name="IsStale">Whether that process is known to be gone: same machine, and no process with that id that is as old as the
/// lock.</param>
public sealed record StackLock(string File, int ProcessId, string User, string Host, DateTimeOffset Taken, bool IsStale)
{
    /// <summary>Its owner and its age, for people: <c>process 7 of ann on build-1, since 2026-11-26 20:00:00 UTC</c>.</summary>
    public string Owner =>
        string.Create(
            CultureInfo.InvariantCulture, $"process {ProcessId} of {User} on {Host}, since {Taken.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
}
