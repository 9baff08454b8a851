namespace PipAi.LocalCloud.Temporal.Journals;

/// <summary>
/// The turn that is being written to several journals, in the file <c>turn</c> beside them: its own length first, so that one which a
/// killed process wrote by half is seen to be none.
/// </summary>
internal sealed class TurnFile(string folder)
{
    private string Path => System.IO.Path.Combine(folder, "turn");

    /// <summary>Writes a turn, before its parts are written to their journals.</summary>
    public void Write(IReadOnlyList<TurnPart> parts)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(0L);
        writer.Write(parts.Count);
        foreach (var part in parts)
        {
            writer.Write(part.Run.Namespace);
            writer.Write(part.Run.RunId);
            writer.Write(part.At);
            writer.Write(part.Bytes.Length);
            writer.Write(part.Bytes.Span);
        }
        bytes.Position = 0;
        writer.Write(bytes.Length);
        File.WriteAllBytes(Path, bytes.ToArray());
    }

    /// <summary>The turn is in its journals.</summary>
    public void Clear() => File.Delete(Path);

    /// <summary>
    /// Writes a turn that was left here to its journals once more: what stands there already is written over by the same.
    /// </summary>
    public void Finish(Func<RunKey, string> fileOf)
    {
        foreach (var part in Read())
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(fileOf(part.Run))!);
            using var file = JournalFile.OpenCut(fileOf(part.Run), part.At, FileMode.OpenOrCreate);
            RandomAccess.Write(file, part.Bytes.Span, part.At);
        }
        Clear();
    }

    /// <summary>Takes the turn back from the journals that it reached.</summary>
    public void Undo(Func<RunKey, string> fileOf)
    {
        foreach (var part in Read().Where(part => File.Exists(fileOf(part.Run))))
            JournalFile.OpenCut(fileOf(part.Run), part.At).Dispose();
        Clear();
    }

    private List<TurnPart> Read()
    {
        var parts = new List<TurnPart>();
        if (!File.Exists(Path)) return parts;
        using var reader = new BinaryReader(File.OpenRead(Path));
        var length = reader.BaseStream.Length;
        if (length < sizeof(long) || reader.ReadInt64() != length) return parts;
        for (var left = reader.ReadInt32(); left > 0; left--)
            parts.Add(new(new(reader.ReadString(), "", reader.ReadString()), reader.ReadInt64(), reader.ReadBytes(reader.ReadInt32())));
        return parts;
    }
}
