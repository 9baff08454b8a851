using System.Collections.Immutable;
using YamlDotNet.Core;

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

    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <exception cref="EngineException">The file is missing or wrong.</exception>
    public static ProjectFile Load(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (!File.Exists(path))
            throw Wrong($"The project file '{path}' does not exist.");
        try
        {
            return Parse(path, YamlJson.Read(File.ReadAllText(path)));
        }
        catch (YamlException error)
        {
            throw Wrong($"{System.IO.Path.GetFileName(path)}:{error.Start.Line}: it cannot be read: {error.Message}");
        }
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
        return new ProjectFile { Path = path, Name = name, ProgramDirectory = main, Declarations = declarations };
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
