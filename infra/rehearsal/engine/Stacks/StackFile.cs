using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Files;

namespace EmbeddedPulumi.Engine.Stacks;

/// <summary><c>Pulumi.&lt;stack&gt;.yaml</c>; one that is missing is an empty one, as for Pulumi.</summary>
/// <param name="Path">The file's absolute path.</param>
/// <param name="EncryptionSalt">The passphrase provider's salt; null when the file has none.</param>
/// <param name="Config">Its <c>config</c> block as written.</param>
internal sealed record StackFile(string Path, string? EncryptionSalt, YamlMapping Config)
{
    /// <param name="project">The project.</param>
    /// <param name="stack">The stack's name.</param>
    /// <param name="other">The path of a file in its place; null for none.</param>
    /// <param name="text">What stands for the file's text; null reads the file.</param>
    /// <exception cref="EngineException">The file cannot be read, or tells of values that are not in it.</exception>
    public static StackFile Load(ProjectFile project, string stack, string? other, string? text)
    {
        var path = other is null ? System.IO.Path.Combine(project.Directory, $"Pulumi.{stack}.yaml") : System.IO.Path.GetFullPath(other);
        if (text is null && other is null && !File.Exists(path)) return new StackFile(path, null, YamlMapping.Empty);
        var yaml = YamlFile.Read(path, ErrorCodes.StackFile, text);
        var file = new StackFile(path, yaml.Text("encryptionsalt"), yaml["config"] as YamlMapping ?? YamlMapping.Empty);
        if (Unknown(yaml, file) is { } unknown)
            throw new EngineException(ExitCategory.Configuration, ErrorCodes.StackFile, $"{System.IO.Path.GetFileName(path)}{unknown}");
        return file;
    }

    /// <summary>What is not in the file and cannot be known here: a plan of the rest would be the plan of another platform.</summary>
    private static string? Unknown(YamlMapping yaml, StackFile file)
    {
        const string Instead = "Write a copy of the file with values for a rehearsal, and give that: --config-file FILE.";
        if (yaml["environment"] is not null)
            return $" takes settings from an ESC environment ('environment:'), which only Pulumi Cloud can open. {Instead}";
        if (!StackConfigReader.HasSecure(file.Config) || file.EncryptionSalt is not null) return null;
        return yaml.Text("secretsprovider") is { } provider && provider != "passphrase"
            ? $" has values that '{provider}' encrypted, and only that can decrypt them. {Instead}"
            : " has encrypted values, but no 'encryptionsalt' to decrypt them with.";
    }
}
