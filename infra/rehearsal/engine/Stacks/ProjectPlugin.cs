
namespace EmbeddedPulumi.Engine.Stacks;

/// <summary>A plugin that the project file names.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">The version that the folder has; null for whatever is asked for.</param>
/// <param name="Folder">Its folder, absolute.</param>
internal sealed record ProjectPlugin(string Name, SemanticVersion? Version, string Folder);
