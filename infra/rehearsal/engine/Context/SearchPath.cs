namespace EmbeddedPulumi.Engine.Context;

/// <summary>The folders in which a system looks for programs.</summary>
internal static class SearchPath
{
    /// <summary>The folders that a value of PATH names.</summary>
    public static IEnumerable<string> Folders(string? path) =>
        (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A program by its path, or by its name in one of the folders of this process's PATH; null where there is none.</summary>
    public static string? Find(string name) =>
        Path.IsPathRooted(name) || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? File.Exists(name) ? name : null
            : Folders(Environment.GetEnvironmentVariable("PATH")).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
