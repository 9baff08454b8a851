namespace PipAi.EndToEnd.Tests;

/// <summary>Copies of folders.</summary>
internal static class Folders
{
    /// <summary>Copies all files of a folder into a new one.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var source in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, source));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(source, copy);
        }
    }
}
