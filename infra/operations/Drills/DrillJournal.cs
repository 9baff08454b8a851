using System.Text.Json;

namespace PipAi.Operations.Drills;

/// <summary>
/// Keeps what a drill has broken where it outlives the drill's process: written before anything is broken, taken away after it was mended.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="owner">This process.</param>
/// <param name="time">The clock.</param>
internal sealed class DrillJournal(string file, string owner, TimeProvider time)
{
    /// <summary>What is noted; null when nothing is broken.</summary>
    /// <exception cref="InvalidDataException">The file is not one of ours.</exception>
    public DrillNote? Read()
    {
        try
        {
            var note = JsonSerializer.Deserialize<DrillNote>(File.ReadAllBytes(file), JsonSerializerOptions.Web);
            return note is { Faults.IsDefault: false }
                ? note : throw new InvalidDataException($"'{file}' does not say what a drill has broken.");
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"'{file}' does not say what a drill has broken: {damaged.Message}", damaged);
        }
    }

    /// <summary>Notes what a scenario is about to break.</summary>
    /// <exception cref="DrillNotPossibleException">Something is noted already: another drill runs.</exception>
    public void Note(DrillScenario scenario)
    {
        if (Read() is { } other)
            throw new DrillNotPossibleException($"another drill runs: {other.Drill} of {other.Subject}, since {other.Since:u}");
        Write(new DrillNote(scenario.Drill, scenario.Subject, time.GetUtcNow(), owner, scenario.Faults));
    }

    /// <summary>Takes back what is noted, and then the note; what was broken. Null when nothing was.</summary>
    public async Task<DrillNote?> MendAsync(IDrillFaults faults, CancellationToken cancellation)
    {
        if (Read() is not { } note) return null;
        foreach (var fault in note.Faults.Reverse()) await faults.UndoAsync(fault, cancellation);
        File.Delete(file);
        return note;
    }

    /// <summary>On the disk as a whole, or not at all.</summary>
    private void Write(DrillNote note)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var whole = file + ".new";
        using (var stream = new FileStream(whole, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, note, JsonSerializerOptions.Web);
            stream.Flush(flushToDisk: true);
        }

        File.Move(whole, file, overwrite: true);
    }
}
