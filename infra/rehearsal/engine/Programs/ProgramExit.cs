using EmbeddedPulumi.Engine.Errors;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>
/// What a program's exit code says of errors that it has logged. Pulumi knows 32 (reported) and 1; a program that finds the variable set
/// may also say which kind of mistake it was, by the numbers of Pulumi's own command line.
/// </summary>
internal static class ProgramExit
{
    /// <summary>The environment variable that tells a program that it is understood.</summary>
    public const string Variable = "PULUMI_ENGINE_READS_EXIT_CODES";

    /// <summary>The kind of error; null for a code that says nothing of it.</summary>
    public static ExitCategory? Category(int code) => code switch
    {
        1 or 32 => ExitCategory.Failed,
        2 => ExitCategory.Configuration,
        5 => ExitCategory.Policy,
        _ => null,
    };
}
