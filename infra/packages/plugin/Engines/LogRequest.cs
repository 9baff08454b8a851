namespace PipAi.Plugins.Engines;

/// <summary>A message for the engine's log.</summary>
/// <param name="Severity">How serious it is.</param>
/// <param name="Message">What it says.</param>
/// <param name="Urn">The resource it is about; null for none.</param>
/// <param name="Ephemeral">True if it is shown while it lasts and not kept.</param>
public sealed record LogRequest(LogSeverity Severity, string Message, string? Urn = null, bool Ephemeral = false);
