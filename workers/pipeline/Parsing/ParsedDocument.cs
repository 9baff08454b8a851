namespace PipAi.Workers.Pipeline.Parsing;

/// <summary>The parsing service's answer for one document.</summary>
/// <param name="ElementsJson">The elements as the service wrote them: a JSON array in UTF-8.</param>
/// <param name="ElementCount">How many elements the array has.</param>
/// <param name="Machine">The machine that parsed, or <c>unknown</c>.</param>
internal sealed record ParsedDocument(byte[] ElementsJson, int ElementCount, string Machine);
