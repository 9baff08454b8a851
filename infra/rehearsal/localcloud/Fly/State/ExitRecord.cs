namespace PipAi.LocalCloud.Fly.State;

/// <summary>How a machine's process ended.</summary>
/// <param name="Code">Exit code; 128 + n after signal n.</param>
/// <param name="RequestedStop">Whether the API asked for it.</param>
/// <param name="Restarting">Whether the restart policy starts it again.</param>
/// <param name="At">When.</param>
internal sealed record ExitRecord(int Code, bool RequestedStop, bool Restarting, DateTimeOffset At);
