namespace EmbeddedPulumi.Engine.Backend;

/// <summary>A provider call whose outcome was not recorded: the engine was stopped while it was in flight.</summary>
/// <param name="Kind"><c>creating</c>, <c>updating</c>, <c>deleting</c>, <c>reading</c> or <c>importing</c>.</param>
/// <param name="Urn">The resource.</param>
/// <param name="Type">Its type token.</param>
public sealed record PendingOperation(string Kind, string Urn, string Type);
