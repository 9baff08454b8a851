

namespace EmbeddedPulumi.Engine.Events;

/// <summary>Where a plugin was found.</summary>
public enum PluginOrigin
{
    /// <summary>The user named its folder for this run.</summary>
    Option,

    /// <summary>The project file names its folder.</summary>
    Project,

    /// <summary>It is on PATH.</summary>
    SearchPath,

    /// <summary>It is installed in Pulumi's plugin folder.</summary>
    PluginFolder,
}
