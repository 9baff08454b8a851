using System.Text.Json.Nodes;

namespace PipAi.Providers.Fly.Api;

/// <summary>How the machine's process ended.</summary>
internal sealed record MachineExit(int Code, bool Requested, bool Restarting, bool OutOfMemory, int Restarts)
{
    /// <summary>The process dies again and again by itself: waiting for it to become healthy is useless.</summary>
    public bool IsCrashLoop => !Requested && Restarting && Restarts > 1 && Code != 0;

    public string Description => OutOfMemory ? "its process ran out of memory" : $"its process ended with exit code {Code}";

    public static MachineExit? Read(JsonObject occurrence)
    {
        if (occurrence["request"] is not JsonObject request || request["exit_event"] is not JsonObject exit) return null;
        return new MachineExit(
            exit["exit_code"]?.GetValue<int>() ?? 0,
            exit["requested_stop"]?.GetValue<bool>() ?? false,
            exit["restarting"]?.GetValue<bool>() ?? false,
            exit["oom_killed"]?.GetValue<bool>() ?? false,
            request["restart_count"]?.GetValue<int>() ?? 0);
    }
}
