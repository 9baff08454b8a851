using EmbeddedPulumi.Engine.Stacks;
using Google.Protobuf;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>What makes a package of its own out of a plugin that serves many.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">The package's version, which is not the plugin's.</param>
/// <param name="Value">What the plugin is told, as the package's SDK has it.</param>
internal sealed record PackageParameter(string Name, SemanticVersion Version, ByteString Value);
