namespace PipAi.Workers.Pipeline.Parsing;

/// <summary>The parsing service says that the document itself is the problem.</summary>
internal sealed class DocumentRefusedException(string failureType, string message) : Exception(message)
{
    /// <summary>One of <see cref="Contracts.Documents.DocumentFailure"/>.</summary>
    public string FailureType { get; } = failureType;
}
