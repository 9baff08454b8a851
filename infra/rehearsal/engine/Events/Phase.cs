namespace EmbeddedPulumi.Engine.Events;

/// <summary>A phase of an operation. Phases overlap.</summary>
public enum Phase
{
    /// <summary>Reading the project file and the stack file.</summary>
    Settings,

    /// <summary>Reading and decrypting the state.</summary>
    State,

    /// <summary>From the start of the program to its first registration.</summary>
    ProgramStart,

    /// <summary>From the program's first registration to its end.</summary>
    Registration,

    /// <summary>Deleting what is no longer declared.</summary>
    Deletion,

    /// <summary>Writing the state, in sum.</summary>
    Save,

    /// <summary>Stopping the child processes.</summary>
    Shutdown,
}
