namespace Pulumi;

/// <summary>An input that travels as JSON text.</summary>
/// <param name="Value">What the text is made of.</param>
internal sealed record JsonText(object Value);
