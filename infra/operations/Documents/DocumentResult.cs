using System.Text.Json;

namespace PipAi.Operations.Documents;

/// <summary>What became of one document.</summary>
/// <param name="WorkflowId">Id of the workflow that processed it.</param>
/// <param name="ResultKey">Object key of the stored elements.</param>
/// <param name="ReadFrom">AWS region it was read from.</param>
/// <param name="StoredIn">AWS region the elements were written to.</param>
/// <param name="ParsedBy">Machine of the parsing service that parsed it.</param>
/// <param name="Elements">The elements, in Unstructured's JSON.</param>
internal sealed record DocumentResult(
    string WorkflowId, string ResultKey, string ReadFrom, string StoredIn, string ParsedBy, JsonElement Elements);
