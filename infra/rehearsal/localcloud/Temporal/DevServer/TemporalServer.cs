using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>
/// Which server made the workflows of a local cloud. It is kept beside them: what the one has written the other cannot read, and
/// would pass over without a word.
/// </summary>
public sealed record TemporalServer
{
    /// <summary>The word for our own service, where an executable could be named.</summary>
    public const string Own = "own";

    private const string FileName = "server.json";
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Absolute path of Temporal's CLI, whose development server serves; null for our own service.</summary>
    public string? Executable { get; init; }

    /// <summary>The executable's own version line; null for our own service.</summary>
    public string? Version { get; init; }

    /// <summary>Whether this is Temporal's own development server.</summary>
    [JsonIgnore]
    public bool IsReal => Executable is not null;

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { Executable: null } => "the local cloud's own service",
        { Executable: "" } => "Temporal's development server",
        _ => $"Temporal's development server ({Executable}{(Version is null ? "" : $", {Version}")})",
    };

    /// <summary>It, as the status tells it.</summary>
    internal JsonObject ToJson() => new() { ["name"] = ToString(), ["executable"] = Executable, ["version"] = Version };

    /// <summary>What the folder says; null where nothing has served in it yet.</summary>
    /// <param name="directory">The service's folder.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    internal static TemporalServer? Load(string directory)
    {
        var file = Path.Combine(directory, FileName);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<TemporalServer>(File.ReadAllBytes(file), Format) : null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{file}' is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Writes it into the folder, once the server has served.</summary>
    internal void Save(string directory) =>
        AtomicFile.Write(Path.Combine(directory, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Format));
}
