namespace Pulumi.Experimental;

/// <summary>How serious a log message is.</summary>
public enum LogSeverity
{
    /// <summary>For debugging; not shown to users.</summary>
    Debug = 0,

    /// <summary>Shown while the deployment runs.</summary>
    Info = 1,

    /// <summary>Something is not as it should be.</summary>
    Warning = 2,

    /// <summary>Fails the deployment.</summary>
    Error = 3,
}
