namespace PipAi.Workers.Unstructured.Elements;

/// <summary>A link within a piece of text.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="Url">Where it leads.</param>
internal sealed record Link(string Text, string Url);
