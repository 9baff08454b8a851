namespace PipAi.Operations.Platform;

/// <summary>The stack has not (or not fully) been deployed: outputs that operations need are missing.</summary>
internal sealed class IncompletePlatformException(IReadOnlyList<string> problems)
    : Exception($"The stack's outputs do not describe a deployed platform:{string.Concat(problems.Select(problem => $"\n  {problem}"))}")
{
    /// <summary>One line per missing or malformed output.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
