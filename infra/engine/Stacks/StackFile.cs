namespace EmbeddedPulumi.Engine.Stacks;

/// <summary><c>Pulumi.&lt;stack&gt;.yaml</c>; one that is missing is an empty one, as for Pulumi.</summary>
/// <param name="Path">The file's absolute path.</param>
/// <param name="EncryptionSalt">The passphrase provider's salt; null when the file has none.</param>
/// <param name="Config">Its <c>config</c> block as written.</param>
internal sealed record StackFile(string Path, string? EncryptionSalt, YamlMapping Config)
{
    /// <param name="project">The project.</param>
    /// <param name="stack">The stack's name.</param>
    /// <param name="text">What stands for the file's text; null reads the file.</param>
    /// <exception cref="EngineException">The file cannot be read.</exception>
    public static StackFile Load(ProjectFile project, string stack, string? text = null)
    {
        var path = System.IO.Path.Combine(project.Directory, $"Pulumi.{stack}.yaml");
        if (text is null && !File.Exists(path)) return new StackFile(path, null, YamlMapping.Empty);
        var yaml = YamlFile.Read(path, ErrorCodes.StackFile, text);
        return new StackFile(path, yaml.Text("encryptionsalt"), yaml["config"] as YamlMapping ?? YamlMapping.Empty);
    }
}
