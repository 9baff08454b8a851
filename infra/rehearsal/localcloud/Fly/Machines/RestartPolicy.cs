using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>Decides what follows when a machine's process ends by itself.</summary>
internal static class RestartPolicy
{
    /// <summary>Retries are counted within this time.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int DefaultRetries = 10;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>How often the machine was restarted within the window before a time.</summary>
    public static int RecentRestarts(MachineRecord machine, DateTimeOffset now) =>
        machine.Events.Count(happened => happened.Exit is { Restarting: true } exit && now - exit.At < Window);

    /// <summary>Whether it is started again.</summary>
    /// <param name="restart">The machine's policy.</param>
    /// <param name="code">Exit code.</param>
    /// <param name="recent">Restarts within the window.</param>
    public static bool Restarts(RestartConfig restart, int code, int recent) => restart.Policy switch
    {
        RestartWhen.Never => false,
        RestartWhen.OnFailure => code != 0 && recent < (restart.MaxRetries ?? DefaultRetries),
        RestartWhen.Always => restart.MaxRetries is not { } most || recent < most,
    };

    /// <summary>How long the next restart waits: half a second, doubled each time, at most ten.</summary>
    public static TimeSpan Delay(int recent) =>
        recent > 5 ? Longest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << recent));
}
