using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PipAi.Architecture.Tests.Layers;

/// <summary>
/// A project's sources with the compiler's view of them. What a build leaves beside them (its own generated files, the assemblies that it
/// was compiled against) is used as it lies there, so that nothing is built twice.
/// </summary>
internal sealed class ProjectSources
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14, DocumentationMode.None);

    private static readonly Lazy<IReadOnlyDictionary<string, MetadataReference>> Assemblies = new(FindAssemblies);

    private readonly string root;
    private readonly CSharpCompilation compilation;
    private readonly HashSet<SyntaxTree> written;

    public ProjectSources(Repository.Project project)
        : this(project, Repository.Sources.Where(source => IsIn(project, source)))
    {
    }

    public ProjectSources(Repository.Project project, IEnumerable<Repository.Source> sources)
    {
        root = Path.Combine(Repository.Root, project.Folder);
        var name = Path.GetFileNameWithoutExtension(project.Path);
        written = [.. sources.Select(source => Parse(Path.Combine(Repository.Root, source.Path), source.Text))];
        var generated = Path.Combine(Repository.Root, ".artifacts", "obj", name, "debug");
        var made = !Directory.Exists(generated)
            ? []
            : Directory.EnumerateFiles(generated, "*.cs", SearchOption.AllDirectories).Select(file => Parse(file, File.ReadAllText(file)));
        compilation = CSharpCompilation.Create(
            name,
            written.Concat(made),
            Assemblies.Value.Where(assembly => assembly.Key != name).Select(assembly => assembly.Value),
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
    }

    /// <summary>Each place where one folder needs another.</summary>
    public IEnumerable<FolderReference> References() => written.SelectMany(tree =>
    {
        var model = compilation.GetSemanticModel(tree);
        var from = FolderOf(tree);
        return tree.GetRoot().DescendantNodes(node => node is not UsingDirectiveSyntax)
            .Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax or ConstructorInitializerSyntax)
            .SelectMany(node => Needed(model, node).Where(to => to != from).Select(to => new FolderReference(from, to, Place(tree, node))));
    });

    private static bool IsIn(Repository.Project project, Repository.Source source) =>
        source.Path.StartsWith(project.Folder + "/", StringComparison.Ordinal)
        && !Repository.Projects.Any(other => other.Folder.StartsWith(project.Folder + "/", StringComparison.Ordinal)
            && source.Path.StartsWith(other.Folder + "/", StringComparison.Ordinal));

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, Language, path);

    /// <summary>What can be referred to: the framework's assemblies, then each that some project's build has beside it.</summary>
    private static Dictionary<string, MetadataReference> FindAssemblies()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var version = Path.GetFileName(framework);
        var folders = new[] { framework, Path.Combine(framework, "..", "..", "Microsoft.AspNetCore.App", version) }.Concat(
            Directory.EnumerateDirectories(Path.Combine(Repository.Root, ".artifacts", "bin")).Select(
                project => Path.Combine(project, "debug")));
        return folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll"))
            .DistinctBy(Path.GetFileNameWithoutExtension)
            .Where(IsManaged)
            .ToDictionary(
                file => Path.GetFileNameWithoutExtension(file), MetadataReference (file) => MetadataReference.CreateFromFile(file),
                StringComparer.Ordinal);
    }

    private static bool IsManaged(string file)
    {
        using var reader = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(file));
        return reader.HasMetadata;
    }

    /// <summary>
    /// The folders of what a name stands for; empty where one of them is the name's own (parts of one type), or none is ours.
    /// </summary>
    private IEnumerable<string> Needed(SemanticModel model, SyntaxNode node)
    {
        var info = model.GetSymbolInfo(node);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is null or INamespaceSymbol) return [];
        var own = FolderOf(node.SyntaxTree);
        var folders =
            symbol.OriginalDefinition.DeclaringSyntaxReferences.Select(part => part.SyntaxTree).Where(written.Contains).Select(FolderOf)
                .Distinct().ToList();
        return folders.Contains(own) ? [] : folders.Take(1);
    }

    private string FolderOf(SyntaxTree tree) => Path.GetRelativePath(root, Path.GetDirectoryName(tree.FilePath)!).Replace('\\', '/');

    private string Place(SyntaxTree tree, SyntaxNode node) =>
        $"{Path.GetRelativePath(root, tree.FilePath).Replace(
            '\\', '/')}:{tree.GetLineSpan(node.Span).StartLinePosition.Line + 1} ({node.ToString().Split('\n')[0].Trim()})";
}
