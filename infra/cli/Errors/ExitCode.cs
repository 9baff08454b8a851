namespace PipAi.Cli.Errors;

/// <summary>What the process answers to its shell. The numbers are the Pulumi CLI's.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>Failed for a reason that has no number of its own.</summary>
    Error = 1,

    /// <summary>Wrong usage, or a mistake in Pulumi.yaml or Pulumi.&lt;stack&gt;.yaml.</summary>
    Configuration = 2,

    /// <summary>A credential is missing or was refused.</summary>
    Credentials = 3,

    /// <summary>A resource could not be created, updated, deleted or read.</summary>
    Resource = 4,

    /// <summary>A policy is broken.</summary>
    Policy = 5,

    /// <summary>There is no such stack.</summary>
    StackNotFound = 6,

    /// <summary>No changes where changes were demanded, or changes where none were expected.</summary>
    Expectation = 7,

    /// <summary>The user said no, or pressed Ctrl-C.</summary>
    Cancelled = 8,

    /// <summary>Something did not end in time.</summary>
    Timeout = 9,

    /// <summary>A bug of ours.</summary>
    Bug = 255,
}
