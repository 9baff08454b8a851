using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace PipAi.Operations.Measurements;

/// <summary>Keeps what was measured of a stack: a line of JSON per sample, only ever added to.</summary>
/// <param name="file">The file; its folder is made when it is first written.</param>
internal sealed class MeasurementStore(string file)
{
    /// <summary>Adds samples.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task AddAsync(IEnumerable<Sample> samples, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var lines = new StringBuilder();
        // A line that was cut off when a process died must not take the next one with it.
        if (File.Exists(file) && !EndsWithLine()) lines.Append('\n');
        foreach (var sample in samples) lines.Append(JsonSerializer.Serialize(sample, JsonSerializerOptions.Web)).Append('\n');
        await File.AppendAllTextAsync(file, lines.ToString(), cancellation);
    }

    /// <summary>All samples; a line that is none, as a crash leaves it, is passed over.</summary>
    public async Task<ImmutableArray<Sample>> ReadAsync(CancellationToken cancellation)
    {
        if (!File.Exists(file)) return [];
        return [.. (await File.ReadAllLinesAsync(file, cancellation)).Select(Parse).OfType<Sample>()];
    }

    private static Sample? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Sample>(line, JsonSerializerOptions.Web) is { Part.Length: > 0 } sample ? sample : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool EndsWithLine()
    {
        using var stream = File.OpenRead(file);
        if (stream.Length == 0) return true;
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() == '\n';
    }
}
