using PipAi.Operations.Documents;

namespace PipAi.Operations.Load;

/// <summary>A document that the platform has taken: from here on it must be answered.</summary>
/// <param name="WorkflowId">The workflow that processes it.</param>
/// <param name="Key">The object that it is stored as.</param>
/// <param name="ResultAsync">Waits for its elements.</param>
internal sealed record TakenDocument(string WorkflowId, string Key, Func<CancellationToken, Task<DocumentResult>> ResultAsync);
