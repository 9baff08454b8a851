namespace PipAi.Operations.Logs;

/// <summary>How much an entry matters, as the workers' and the parsers' logs say it.</summary>
internal enum EntrySeverity
{
    /// <summary>For who looks for a fault.</summary>
    Debug,

    /// <summary>What happens; also all that says nothing of itself.</summary>
    Info,

    /// <summary>It went on, but not as it should.</summary>
    Warning,

    /// <summary>Something was not done.</summary>
    Error,

    /// <summary>The process ends.</summary>
    Critical,
}
