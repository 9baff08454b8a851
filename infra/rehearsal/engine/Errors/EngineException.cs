namespace EmbeddedPulumi.Engine.Errors;

/// <summary>
/// An error that the user can understand: which thing, its value, why, and where possible the command that mends it. Errors of
/// the program and of providers are not thrown; they are diagnostics of a result that did not succeed.
/// </summary>
public sealed class EngineException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="category">What kind of thing went wrong.</param>
    /// <param name="code">A stable code, one of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">The message, in whole sentences, without secrets.</param>
    /// <param name="fix">A command that mends it, or null.</param>
    /// <param name="cause">The underlying error, or null.</param>
    public EngineException(ExitCategory category, string code, string message, string? fix = null, Exception? cause = null)
        : base(message, cause)
    {
        Category = category;
        Code = code;
        Fix = fix;
    }

    /// <summary>What kind of thing went wrong.</summary>
    public ExitCategory Category { get; }

    /// <summary>A stable code, one of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>A command line that mends the error, or null where there is none.</summary>
    public string? Fix { get; }
}
