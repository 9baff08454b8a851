using EmbeddedPulumi.Engine.Processes;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>A plugin's process.</summary>
/// <param name="Process">The process.</param>
/// <param name="Said">The last lines that it printed.</param>
/// <param name="Port">Where it listens on 127.0.0.1.</param>
internal sealed record PluginProcess(ChildProcess Process, LastLines Said, int Port);
