using System.Xml;

namespace PipAi.Providers.Fly.Images;

/// <summary>
/// The folders that a project takes files from: its own, those of the projects it refers to, and whatever else its project files
/// name with a path that leads out of their folder.
/// </summary>
internal sealed class ProjectReferences
{
    private readonly HashSet<string> folders = new(StringComparer.Ordinal);

    private ProjectReferences()
    {
    }

    public static ProjectReferences Of(string projectFile)
    {
        var references = new ProjectReferences();
        references.Follow(projectFile);
        return references;
    }

    /// <summary>Whether a folder holds a project that has no part in this one.</summary>
    public bool IsUnrelatedProject(string folder) =>
        Directory.EnumerateFiles(folder, "*.*proj").Any()
        && !folders.Any(used => used == folder || used.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private void Follow(string projectFile)
    {
        var folder = Path.GetDirectoryName(projectFile)!;
        if (!folders.Add(folder)) return;
        foreach (var path in OutsidePaths(projectFile))
        {
            var target = Path.GetFullPath(Path.Combine(folder, path.Replace('\\', '/')));
            if (target.EndsWith("proj", StringComparison.Ordinal) && File.Exists(target)) Follow(target);
            else folders.Add(Path.GetDirectoryName(target) ?? folder);
        }
    }

    private static List<string> OutsidePaths(string projectFile)
    {
        var paths = new List<string>();
        try
        {
            using var reader = XmlReader.Create(projectFile);
            while (reader.Read())
            {
                while (reader.MoveToNextAttribute())
                    paths.AddRange(reader.Value.Split(';').Where(LeadsOut).Select(path => path.Split('*')[0]));
            }
        }
        catch (XmlException)
        {
            return []; // the build will say what is wrong with it
        }

        return paths;
    }

    private static bool LeadsOut(string path) =>
        path.StartsWith("..", StringComparison.Ordinal) && path.IndexOfAny(Path.GetInvalidPathChars()) < 0;
}
