using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Files;

namespace EmbeddedPulumi.Engine.Stacks;

/// <summary><c>Pulumi.yaml</c>, as far as an engine needs it.</summary>
internal sealed record ProjectFile
{
    /// <summary>The file's absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>The project's name.</summary>
    public required string Name { get; init; }

    /// <summary>The folder in which the program runs: <c>main</c>, or the folder of the project file.</summary>
    public required string ProgramDirectory { get; init; }

    /// <summary>Declared configuration by full key (<c>namespace:name</c>).</summary>
    public required ImmutableDictionary<string, ConfigDeclaration> Declarations { get; init; }

    /// <summary>The plugins that it names, in the order in which they are looked at.</summary>
    public ImmutableArray<ProjectPlugin> Plugins { get; init; } = [];

    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <exception cref="EngineException">The file is missing or wrong.</exception>
    public static ProjectFile Load(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (!File.Exists(path))
            throw Wrong($"The project file '{path}' does not exist.");
        return Parse(path, YamlFile.Read(path, ErrorCodes.ProjectFile));
    }

    private static ProjectFile Parse(string path, YamlMapping yaml)
    {
        var directory = System.IO.Path.GetDirectoryName(path)!;
        var name = yaml.Text("name") ?? throw Wrong($"The project file '{path}' has no 'name'.");
        var main = System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, yaml.Text("main") ?? "."));
        // `main` may name the entry point's file; the program still runs in its folder.
        if (File.Exists(main)) main = System.IO.Path.GetDirectoryName(main)!;
        if (!System.IO.Directory.Exists(main))
            throw Wrong($"The project file '{path}' has main '{yaml.Text("main")}', and there is no such folder.");
        var declarations = (yaml["config"] as YamlMapping ?? YamlMapping.Empty).Entries
            .ToImmutableDictionary(entry => FullKey(name, entry.Key), entry => Declaration(entry.Value));
        return new ProjectFile
        {
            Path = path,
            Name = name,
            ProgramDirectory = main,
            Declarations = declarations,
            Plugins = [.. Providers(directory, yaml), .. Packages(directory, yaml)],
        };
    }

    /// <summary>A key without a namespace belongs to the project.</summary>
    internal static string FullKey(string project, string key)
    {
        var parts = key.Split(':');
        return parts switch
        {
            [var name] => $"{project}:{name}",
            [var space, "config", var name] => $"{space}:{name}",
            _ => key,
        };
    }

    private static IEnumerable<ProjectPlugin> Providers(string directory, YamlMapping yaml)
    {
        foreach (var item in ((yaml["plugins"] as YamlMapping)?["providers"] as YamlSequence)?.Items ?? [])
        {
            var named = item as YamlMapping ?? YamlMapping.Empty;
            if (named.Text("name") is not { Length: > 0 } name || named.Text("path") is not { Length: > 0 } path)
                throw Wrong("A plugin of 'plugins.providers' has no 'name' or no 'path'.");
            var version = named.Text("version") is { Length: > 0 } text
                ? SemanticVersion.Parse(text)
                    ?? throw Wrong(
                        $"The plugin '{name}' of 'plugins.providers' has the version '{text}', which is no semantic version such as 1.2.3.")
                : null;
            yield return new ProjectPlugin(name, version, System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, path)));
        }
    }

    /// <summary>Packages whose source is a folder; those of any other source are installed.</summary>
    private static IEnumerable<ProjectPlugin> Packages(string directory, YamlMapping yaml) =>
        from entry in (yaml["packages"] as YamlMapping ?? YamlMapping.Empty).Entries
        let source = (entry.Value as YamlScalar)?.Text ?? (entry.Value as YamlMapping)?.Text("source") ?? ""
        where source.StartsWith("./", StringComparison.Ordinal) || source.StartsWith("../", StringComparison.Ordinal)
            || System.IO.Path.IsPathRooted(source)
        select new ProjectPlugin(entry.Key, null, System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, source)));

    private static ConfigDeclaration Declaration(YamlValue value)
    {
        if (value is not YamlMapping declared) return new ConfigDeclaration(null, null, false, value);
        return new ConfigDeclaration(
            declared.Text("type"),
            (declared["items"] as YamlMapping)?.Text("type"),
            declared.Text("secret") == "true",
            declared["default"] ?? declared["value"]);
    }

    private static EngineException Wrong(string message) => new(ExitCategory.Configuration, ErrorCodes.ProjectFile, message);
}
