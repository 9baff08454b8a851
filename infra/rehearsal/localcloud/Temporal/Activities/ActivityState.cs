namespace PipAi.LocalCloud.Temporal.Activities;

/// <summary>Where an activity is.</summary>
internal enum ActivityState
{
    /// <summary>Its next attempt waits in a task queue.</summary>
    Scheduled,

    /// <summary>A worker is at it.</summary>
    Started,

    /// <summary>An attempt failed; the next one is scheduled after a pause.</summary>
    BackingOff,

    /// <summary>It is over; its closing event may still be held back.</summary>
    Closed,
}
