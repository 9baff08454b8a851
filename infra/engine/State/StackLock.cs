namespace EmbeddedPulumi.Engine.State;

/// <summary>A lock on a stack.</summary>
/// <param name="File">The lock's file.</param>
/// <param name="ProcessId">The process that took it.</param>
/// <param name="User">Its user.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Taken">When it was taken.</param>
/// <param name="IsStale">Whether that process is known to be gone: same machine, and no process with that id that is as old as the lock.</param>
public sealed record StackLock(string File, int ProcessId, string User, string Host, DateTimeOffset Taken, bool IsStale);
