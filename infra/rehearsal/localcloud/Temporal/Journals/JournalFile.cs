using Microsoft.Win32.SafeHandles;

namespace PipAi.LocalCloud.Temporal.Journals;

/// <summary>A journal as bytes.</summary>
internal static class JournalFile
{
    /// <summary>Opens one for writing and cuts off what stands behind a place.</summary>
    public static SafeFileHandle OpenCut(string path, long length, FileMode mode = FileMode.Open)
    {
        var file = File.OpenHandle(path, mode, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.SetLength(file, length);
        return file;
    }
}
