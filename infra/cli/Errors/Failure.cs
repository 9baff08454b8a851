namespace PipAi.Cli.Errors;

/// <summary>
/// What is told of an error: which thing and why, the command that mends it, a stable code, and what the process exits with.
/// </summary>
/// <param name="Exit">The process's exit code.</param>
/// <param name="Code">The error's own code: an engine's begins with EP, one of this command with PC.</param>
/// <param name="Message">Which thing, its value, why.</param>
/// <param name="Fix">A command line; null where none helps.</param>
internal sealed record Failure(ExitCode Exit, string Code, string Message, string? Fix)
{
    /// <summary>A failure that has no code but that of its kind.</summary>
    public static Failure Of(ExitCode exit, string message, string? fix = null) => new(exit, $"PC{(int)exit:000}", message, fix);
}
