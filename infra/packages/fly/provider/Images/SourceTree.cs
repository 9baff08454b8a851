using System.Security.Cryptography;
using System.Text;

namespace PipAi.Providers.Fly.Images;

/// <summary>
/// The sources that an image is built from. Their hash tells, offline and without a build, whether the image would be another
/// one: all files of the context except build output, ignored files, projects that the project does not refer to, and what only people and
/// editors read, and the build files in the folders above.
/// </summary>
internal sealed class SourceTree(string context, string project)
{
    private static readonly ImmutableArray<string> BuildFiles =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "nuget.config", "NuGet.config"];

    // Nothing of these is in what a build puts out, unless a project names them.
    private static readonly ImmutableArray<string> Bystanders =
    [
        ".md",
        ".swp",
        ".swo",
        ".orig",
        ".rej",
        "~",
        ".DS_Store",
        ".editorconfig",
        ".gitattributes",
        ".gitignore",
    ];
    private static readonly ImmutableArray<string> EditorFolders = [".vs", ".vscode", ".idea", ".git", ".github"];

    private readonly string root = Path.GetFullPath(context);

    private Lazy<string> ProjectText { get; } = new(() => File.ReadAllText(Path.GetFullPath(Path.Combine(context, project))));

    /// <summary>The topmost folder that has a say in the build: the one with .git, else the context.</summary>
    public string Top => FoldersAbove().LastOrDefault() ?? root;

    /// <summary>Full path of the project file.</summary>
    public string ProjectFile => Path.GetFullPath(Path.Combine(root, project));

    /// <summary>Hash of names and contents, and of what else goes into the build.</summary>
    public string Hash(IEnumerable<string> buildSettings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var setting in buildSettings) Add(hash, setting);
        foreach (var (name, file) in Files().OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            Add(hash, name);
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The files that count, by their name relative to the context.</summary>
    public IEnumerable<(string Name, string File)> Files()
    {
        var above = FoldersAbove().ToArray();
        var references = ProjectReferences.Of(ProjectFile);
        var rules = IgnoreRules.For(root, above);
        var build = above.SelectMany(folder => BuildFiles.Select(name => Path.Combine(folder, name))).Where(File.Exists)
            .Select(file => (Relative(file), file));
        return Below(root, rules, references).Concat(build);
    }

    private IEnumerable<(string Name, string File)> Below(string folder, IgnoreRules rules, ProjectReferences references)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            if (!IsBystander(file) && !rules.Excludes(Relative(file), isFolder: false)) yield return (Relative(file), file);
        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            if (EditorFolders.Contains(Path.GetFileName(child)) || rules.Excludes(Relative(child), isFolder: true)
                || references.IsUnrelatedProject(child)) continue;
            foreach (var found in Below(child, rules, references)) yield return found;
        }
    }

    private bool IsBystander(string file) =>
        Bystanders.FirstOrDefault(ending => file.EndsWith(ending, StringComparison.Ordinal)) is { } ending
            && !ProjectText.Value.Contains(ending, StringComparison.Ordinal);

    private IEnumerable<string> FoldersAbove()
    {
        for (var folder = Directory.GetParent(root); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(root, ".git"))) yield break;
            yield return folder.FullName;
            if (Path.Exists(Path.Combine(folder.FullName, ".git"))) yield break;
        }
    }

    private string Relative(string file) => Path.GetRelativePath(root, file).Replace('\\', '/');

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
