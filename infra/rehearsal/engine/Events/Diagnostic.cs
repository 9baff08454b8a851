namespace EmbeddedPulumi.Engine.Events;

/// <summary>One message of the program, a provider or the engine. Known secrets are masked in it.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">The message, without a line end.</param>
/// <param name="Urn">The resource it is about, or null.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, string Message, string? Urn = null)
{
    /// <summary>Where it came from: <c>program</c>, <c>stdout</c>, <c>stderr</c>, <c>engine</c>, or the name of a package.</summary>
    public string Source { get; init; } = "engine";

    /// <summary>Whether it may be overwritten by the next message (progress).</summary>
    public bool Ephemeral { get; init; }
}
