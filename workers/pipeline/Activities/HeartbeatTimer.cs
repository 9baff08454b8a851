using Temporalio.Activities;

namespace PipAi.Workers.Pipeline.Activities;

/// <summary>
/// Heartbeats of a running activity, with the stage it is in as details. The first one comes after 2 s, so that an ordinary
/// document (well under a second) costs none: each heartbeat that reaches the service is a billed action.
/// </summary>
internal sealed class HeartbeatTimer : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly ITimer timer;

    /// <summary>Starts beating for <paramref name="context"/> until disposed.</summary>
    public HeartbeatTimer(ActivityExecutionContext context, TimeProvider time) =>
        timer = time.CreateTimer(_ => context.Heartbeat(Stage), null, Quiet, Interval);

    /// <summary>What the activity is doing now; shown with the pending activity.</summary>
    public string Stage { get; set; } = "starting";

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();
}
