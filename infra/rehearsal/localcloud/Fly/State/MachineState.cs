namespace PipAi.LocalCloud.Fly.State;

/// <summary>State of a machine; the API spells the names in lower case.</summary>
internal enum MachineState
{
    /// <summary>Made, never started.</summary>
    Created,

    /// <summary>On its way to <see cref="Started"/>.</summary>
    Starting,

    /// <summary>Its process runs.</summary>
    Started,

    /// <summary>Was asked to end.</summary>
    Stopping,

    /// <summary>Ended.</summary>
    Stopped,

    /// <summary>On its way to <see cref="Suspended"/>.</summary>
    Suspending,

    /// <summary>Frozen with its memory.</summary>
    Suspended,

    /// <summary>Ends and starts again.</summary>
    Restarting,

    /// <summary>Changes to a new config.</summary>
    Replacing,

    /// <summary>Is being taken away.</summary>
    Destroying,

    /// <summary>Gone; kept so that late callers learn it.</summary>
    Destroyed,

    /// <summary>Could not be started.</summary>
    Failed,
}
