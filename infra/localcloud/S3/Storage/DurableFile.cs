namespace PipAi.LocalCloud.S3.Storage;

/// <summary>Files that are whole or not there, whenever the process is killed.</summary>
internal static class DurableFile
{
    /// <summary>Marks files that were being written when the process ended; the next start removes them.</summary>
    public const string UnfinishedSuffix = ".unfinished";

    /// <summary>Writes a file beside its place, forces it to disk and moves it there.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}{UnfinishedSuffix}";
        using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Removes what a killed process left half written in a folder.</summary>
    public static void RemoveUnfinished(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + UnfinishedSuffix)) File.Delete(path);
    }
}
