

namespace EmbeddedPulumi.Engine.Errors;

/// <summary>The stable codes of <see cref="EngineException"/>.</summary>
public static class ErrorCodes
{
    /// <summary>The project file is missing or cannot be read.</summary>
    public const string ProjectFile = "EP1001";

    /// <summary>The stack file is missing, cannot be read, or holds a key or value that the project file does not allow.</summary>
    public const string StackFile = "EP1002";

    /// <summary>The stack's name has characters that a stack name may not have.</summary>
    public const string StackName = "EP1003";

    /// <summary>The passphrase is missing or does not open the stack's secrets.</summary>
    public const string Passphrase = "EP1004";

    /// <summary>The salt of the stack's secrets is damaged.</summary>
    public const string EncryptionSalt = "EP1006";

    /// <summary>The secrets are encrypted by a secrets provider that only others can ask.</summary>
    public const string SecretsProvider = "EP1007";

    /// <summary>A document that was to be imported is no state of this stack.</summary>
    public const string Document = "EP1008";

    /// <summary>A target names no resource.</summary>
    public const string Target = "EP1005";

    /// <summary>The stack has no state.</summary>
    public const string StackNotFound = "EP2001";

    /// <summary>The stack's state cannot be read.</summary>
    public const string StateDamaged = "EP2002";

    /// <summary>The stack's state was written by a newer version of the format.</summary>
    public const string StateTooNew = "EP2003";

    /// <summary>The stack still has resources.</summary>
    public const string StackNotEmpty = "EP2005";

    /// <summary>Another run holds the stack's lock.</summary>
    public const string StackLocked = "EP2004";

    /// <summary>The file of the state could not be read.</summary>
    public const string StateUnreadable = "EP2007";

    /// <summary>The state could not be written.</summary>
    public const string StateNotWritten = "EP2006";

    /// <summary>The program could not be started.</summary>
    public const string ProgramNotStarted = "EP3001";

    /// <summary>No plugin is known for a package.</summary>
    public const string PluginMissing = "EP4001";

    /// <summary>A plugin could not be started or did not answer.</summary>
    public const string PluginFailed = "EP4002";

    /// <summary>A defect of the engine.</summary>
    public const string Bug = "EP9001";
}
