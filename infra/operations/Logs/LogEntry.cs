using System.Text.Json;
using System.Text.Json.Serialization;

namespace PipAi.Operations.Logs;

/// <summary>What a machine wrote.</summary>
/// <param name="Time">When.</param>
/// <param name="App">Its Fly app.</param>
/// <param name="Region">Its Fly region.</param>
/// <param name="Machine">Its id.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What happened.</param>
/// <param name="Exception">The exception that came with it; null for none.</param>
internal sealed record LogEntry(
    DateTimeOffset Time, string App, string Region, string Machine, EntrySeverity Severity, string Message, string? Exception)
{
    /// <summary>The line as it was written: what it says of itself, its message's parts included.</summary>
    [JsonIgnore]
    public string Line { get; init; } = Message;

    /// <summary>Reads a line as .NET's JSON console writes it; any other line is information, word for word.</summary>
    public static LogEntry Parse(DateTimeOffset time, string app, string region, string machine, string line)
    {
        var plain = new LogEntry(time, app, region, machine, EntrySeverity.Info, line, null);
        if (!line.StartsWith('{')) return plain;
        try
        {
            using var document = JsonDocument.Parse(line);
            var entry = document.RootElement;
            if (Text(entry, "Message") is not { } message) return plain;
            return plain with
            {
                Severity = SeverityOf(Text(entry, "LogLevel")),
                Message = message,
                Exception = Text(entry, "Exception"),
                Line = line,
            };
        }
        catch (JsonException)
        {
            return plain;
        }
    }

    /// <summary>Whether it speaks of a document, by its id or its key.</summary>
    public bool Names(string document) => Line.Contains(document, StringComparison.Ordinal);

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static EntrySeverity SeverityOf(string? name) => name switch
    {
        "Trace" or "Debug" => EntrySeverity.Debug,
        "Warning" => EntrySeverity.Warning,
        "Error" => EntrySeverity.Error,
        "Critical" => EntrySeverity.Critical,
        _ => EntrySeverity.Info,
    };
}
