using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Events;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>A plugin that is there and can be started.</summary>
/// <param name="Command">Starts it.</param>
/// <param name="Path">Its file, or the folder of its source.</param>
/// <param name="Origin">Where it was found.</param>
internal sealed record FoundPlugin(LaunchCommand.Executable Command, string Path, PluginOrigin Origin);
