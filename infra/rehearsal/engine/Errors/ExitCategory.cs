namespace EmbeddedPulumi.Engine.Errors;

/// <summary>What kind of thing went wrong, so that a command line can choose its exit code without reading messages.</summary>
public enum ExitCategory
{
    /// <summary>The run failed for a reason that no other value names, such as an error in the program.</summary>
    Failed,

    /// <summary>The project file, the stack file or an option is wrong.</summary>
    Configuration,

    /// <summary>A credential or the passphrase is missing or wrong.</summary>
    Credentials,

    /// <summary>A provider refused or failed an operation on a resource.</summary>
    Resource,

    /// <summary>A policy forbids what was planned.</summary>
    Policy,

    /// <summary>The stack does not exist.</summary>
    StackNotFound,

    /// <summary>Changes were found although none were expected.</summary>
    UnexpectedChanges,

    /// <summary>The user stopped the run, or did not confirm the plan.</summary>
    Cancelled,

    /// <summary>A child process did not answer in time.</summary>
    Timeout,

    /// <summary>A defect of the engine.</summary>
    Bug,
}
