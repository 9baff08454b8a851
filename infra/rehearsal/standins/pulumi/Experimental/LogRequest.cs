namespace Pulumi.Experimental;

/// <summary>A message for the engine's log.</summary>
public sealed class LogRequest
{
    /// <summary>A message, about one resource if <paramref name="urn"/> is given.</summary>
    public LogRequest(LogSeverity severity, string message, Urn? urn = null, int streamId = 0, bool ephemeral = false)
    {
        Severity = severity;
        Message = message;
        Urn = urn;
        StreamId = streamId;
        Ephemeral = ephemeral;
    }

    /// <summary>How serious it is.</summary>
    public LogSeverity Severity { get; }

    /// <summary>What it says.</summary>
    public string Message { get; }

    /// <summary>The resource it is about.</summary>
    public Urn? Urn { get; }

    /// <summary>Messages of one stream belong together; 0 is none.</summary>
    public int StreamId { get; }

    /// <summary>True if it is shown while it lasts and not kept.</summary>
    public bool Ephemeral { get; }
}
