using EmbeddedPulumi.Engine.Errors;

namespace PipAi.Cli.Errors;

/// <summary>From what went wrong to the number that the process exits with.</summary>
internal static class ExitCodes
{
    public static ExitCode Of(ExitCategory category) => category switch
    {
        ExitCategory.Failed => ExitCode.Error,
        ExitCategory.Configuration => ExitCode.Configuration,
        ExitCategory.Credentials => ExitCode.Credentials,
        ExitCategory.Resource => ExitCode.Resource,
        ExitCategory.Policy => ExitCode.Policy,
        ExitCategory.StackNotFound => ExitCode.StackNotFound,
        ExitCategory.UnexpectedChanges => ExitCode.Expectation,
        ExitCategory.Cancelled => ExitCode.Cancelled,
        ExitCategory.Timeout => ExitCode.Timeout,
        ExitCategory.Bug => ExitCode.Bug,
    };

    /// <summary>The code of an operation that ended so; null is success.</summary>
    public static ExitCode Of(ExitCategory? failure) => failure is { } category ? Of(category) : ExitCode.Ok;
}
