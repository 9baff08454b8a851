using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PipAi.Architecture.Tests;

/// <summary>The checkout as the rules see it: its projects, sources and pages.</summary>
internal static partial class Repository
{
    private static readonly string[] NotOurs = [".artifacts", ".git", ".pipai", "bin", "obj", "node_modules"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<Project> Projects { get; } =
        [.. Files("*.csproj").Select(Project.Load).OrderBy(project => project.Path, StringComparer.Ordinal)];

    public static IReadOnlyList<Source> Sources { get; } =
        [.. Files("*.cs").Select(file => new Source(file, File.ReadAllText(Path.Combine(Root, file))))];

    /// <summary>Paths relative to the root, with slashes.</summary>
    public static IEnumerable<string> Files(string pattern) => Walk(new DirectoryInfo(Root))
        .SelectMany(folder => folder.EnumerateFiles(pattern))
        .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<DirectoryInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateDirectories().Where(child => !NotOurs.Contains(child.Name)).SelectMany(Walk).Prepend(folder);

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    internal sealed record Project(string Path, string RootNamespace, IReadOnlyList<string> References)
    {
        public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

        public static Project Load(string path)
        {
            var document = XDocument.Load(System.IO.Path.Combine(Root, path));
            var folder = System.IO.Path.GetDirectoryName(path)!;
            var references = document.Descendants("ProjectReference")
                .Select(reference => reference.Attribute("Include")?.Value)
                .Where(include => include is not null && !include.Contains("$(", StringComparison.Ordinal))
                .Select(
                    include =>
                        System.IO.Path.GetDirectoryName(
                            System.IO.Path.GetRelativePath(
                                Root, System.IO.Path.GetFullPath(System.IO.Path.Combine(Root, folder, include!))))!.Replace('\\', '/'));
            return new Project(
                path,
                document.Descendants("RootNamespace").FirstOrDefault()?.Value ?? "",
                [.. references.Order(StringComparer.Ordinal)]);
        }
    }

    internal sealed record Source(string Path, string Text)
    {
        public string? Namespace => FileScopedNamespace().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

        public int Lines => Text.AsSpan().Count('\n');
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex FileScopedNamespace();
}
