namespace PipAi.LocalCloud.Platform;

/// <summary>
/// Files that a killed process leaves either old or new, never half, and that only their owner reads. Nothing here waits for the disk: what
/// was written survives the process, not a crash of the machine.
/// </summary>
internal static class AtomicFile
{
    private const string UnfinishedSuffix = ".new";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces the file's content.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = $"{path}.{Environment.CurrentManagedThreadId}{UnfinishedSuffix}";
        using (var file = new FileStream(temporary, Unbuffered()))
        {
            file.Write(content);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Removes what a killed process left half written in a folder.</summary>
    public static void RemoveUnfinished(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + UnfinishedSuffix)) File.Delete(path);
    }

    // What a killed process left under the same name has this mode already.
    private static FileStreamOptions Unbuffered()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
