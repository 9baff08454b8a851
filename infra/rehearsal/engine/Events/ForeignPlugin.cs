namespace EmbeddedPulumi.Engine.Events;

/// <summary>A plugin that the host did not bring: what it does is its own affair, and may reach beyond this machine.</summary>
/// <param name="Name">The plugin's name: of its package, but for a parameterized one.</param>
/// <param name="Version">The version that it says it has; empty when it says none.</param>
/// <param name="Path">The file that is run, or the folder of the plugin's source.</param>
/// <param name="Origin">Where it was found.</param>
public sealed record ForeignPlugin(string Name, string Version, string Path, PluginOrigin Origin)
{
    /// <summary>The plugin in one line, such as <c>dns 1.2.0, on PATH: /usr/bin/pulumi-resource-dns</c>.</summary>
    public override string ToString() => $"{Name} {(Version.Length == 0 ? "of unknown version" : Version)}, {Place}: {Path}";

    /// <summary>Where it was found, as JSON names it.</summary>
    public string OriginName => Origin switch
    {
        PluginOrigin.Option => "option",
        PluginOrigin.Project => "project",
        PluginOrigin.SearchPath => "path",
        PluginOrigin.PluginFolder => "pluginFolder",
    };

    private string Place => Origin switch
    {
        PluginOrigin.Option => "named for this run",
        PluginOrigin.Project => "named by the project file",
        PluginOrigin.SearchPath => "on PATH",
        PluginOrigin.PluginFolder => "installed",
    };
}
