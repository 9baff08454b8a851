namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>The Temporal server that was asked for cannot serve; the message says which, why, and what it said itself.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="fix">The command that helps; null when no single one does.</param>
public sealed class TemporalServerException(string message, string? fix = null) : IOException(message)
{
    /// <summary>A command the user can paste.</summary>
    public string? Fix { get; } = fix;
}
