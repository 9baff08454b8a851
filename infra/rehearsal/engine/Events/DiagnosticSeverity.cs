namespace EmbeddedPulumi.Engine.Events;

/// <summary>How bad a message is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>For people who look for a defect.</summary>
    Debug,

    /// <summary>Worth knowing.</summary>
    Notice,

    /// <summary>Something may be wrong.</summary>
    Warning,

    /// <summary>The run fails because of it.</summary>
    Error,
}
