using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Events;

namespace PipAi.Cli;

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

    /// <summary>
    /// The code of an operation's result. To the engine a program that refuses its settings or breaks a policy has just
    /// failed; the program's message, whose first words are fixed, tells which.
    /// </summary>
    public static ExitCode Of(OperationResult result)
    {
        if (result.Failure is not { } failure) return ExitCode.Ok;
        if (failure is not (ExitCategory.Failed or ExitCategory.Configuration)) return Of(failure);
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Exists(error => error.Message.StartsWith("Pulumi.", StringComparison.Ordinal) && error.Message.Contains("to fix:", StringComparison.Ordinal)))
            return ExitCode.Configuration;
        return errors.Exists(error => error.Message.StartsWith("policy:", StringComparison.Ordinal)) ? ExitCode.Policy : Of(failure);
    }
}
