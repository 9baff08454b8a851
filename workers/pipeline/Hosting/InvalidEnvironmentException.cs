namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>The environment is wrong; the message lists every mistake, one a line.</summary>
internal sealed class InvalidEnvironmentException(IReadOnlyList<string> mistakes) : Exception(
    $"The worker's environment has {(mistakes.Count == 1 ? "1 mistake" : $"{mistakes.Count} mistakes")}:\n"
    + string.Join("\n", mistakes.Select(mistake => "  " + mistake)))
{
    /// <summary>The exit code of a process with a wrong configuration, as everywhere in this repository.</summary>
    public const int ExitCode = 2;
}
