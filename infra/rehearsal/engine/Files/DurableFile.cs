using System.Runtime.InteropServices;

namespace EmbeddedPulumi.Engine.Files;

/// <summary>
/// Writes files that are there whole or not at all, whatever happens to the process or the machine. The stock CLI keeps attributes beside
/// each file of its own (<c>FILE.attrs</c>: type, MD5) and fails where one is empty, as a kill leaves it; it needs none.
/// </summary>
internal static class DurableFile
{
    private const int OpenReadOnly = 0;

    /// <summary>Replaces a file. The previous content stays as <paramref name="copy"/> where one is named.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, string? copy = null)
    {
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        var next = path + ".new";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        if (copy is not null && File.Exists(path)) KeepCopy(path, copy);
        RemoveAttributes(path);
        File.Move(next, path, overwrite: true);
        SyncDirectory(directory);
    }

    /// <summary>Removes what the stock CLI says of a file: it is about the content that it wrote itself.</summary>
    public static void RemoveAttributes(string path) => File.Delete(path + ".attrs");

    /// <summary>A second name for the same content costs nothing, and the rename leaves no moment without a copy.</summary>
    private static void KeepCopy(string path, string copy)
    {
        var next = copy + ".new";
        File.Delete(next);
        if (OperatingSystem.IsWindows() || Link(path, next) != 0) File.Copy(path, next, overwrite: true);
        RemoveAttributes(copy);
        File.Move(next, copy, overwrite: true);
    }

    /// <summary>A rename is durable only when its folder is.</summary>
    private static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(directory, OpenReadOnly);
        if (handle < 0) return;
        _ = Sync(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);

    [DllImport("libc", EntryPoint = "link", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
