namespace PipAi.Cli.Errors;

/// <summary>Something that is not ours and that throws what it likes.</summary>
/// <param name="Code">The error code of what it throws.</param>
/// <param name="Fails">How a message about it begins.</param>
/// <param name="Fix">The command that helps most often.</param>
/// <param name="Owns">Whether an exception is of a type of its own.</param>
/// <param name="Exit">The exit code of one of its exceptions.</param>
/// <param name="Assemblies">How the names of its assemblies begin: what is thrown in them is its own, whatever the type.</param>
internal sealed record Technology(
    string Code, string Fails, string Fix, Func<Exception, bool> Owns, Func<Exception, ExitCode> Exit, params string[] Assemblies);
