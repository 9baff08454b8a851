namespace PipAi.Workers.Pipeline.Health;

/// <summary>How far the worker is in its life; each follows the one before.</summary>
internal enum WorkerPhase
{
    /// <summary>Temporal has not been reached yet, or refuses the key or namespace; it is tried again and again.</summary>
    Connecting,

    /// <summary>It polls for work. Whether anything comes back is another question: <see cref="WorkerHealth"/> asks it.</summary>
    Polling,

    /// <summary>The process was told to stop: no new work, running activities finish.</summary>
    Draining,

    /// <summary>It ended, as it should after draining or because it failed.</summary>
    Ended,
}
