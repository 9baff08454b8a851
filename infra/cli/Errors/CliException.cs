namespace PipAi.Cli.Errors;

/// <summary>A failure that is explained to the user: which thing, its value, why, and the command that mends it.</summary>
internal sealed class CliException(ExitCode code, string message, string? fix = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the process exits with.</summary>
    public ExitCode Code { get; } = code;

    /// <summary>A command the user can paste; null when no single command helps.</summary>
    public string? Fix { get; } = fix;
}
