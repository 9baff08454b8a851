namespace PipAi.Plugins.Engines;

/// <summary>How serious a message is; the numbers are the protocol's.</summary>
public enum LogSeverity
{
    /// <summary>For debugging; not shown otherwise.</summary>
    Debug,

    /// <summary>For the user.</summary>
    Info,

    /// <summary>Something is not as it should be.</summary>
    Warning,

    /// <summary>Something is wrong: the deployment fails.</summary>
    Error,
}
