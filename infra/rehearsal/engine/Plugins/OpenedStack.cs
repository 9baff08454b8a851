using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Processes;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Engine.Stacks;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>A stack that an operation works on: its files as they were read, and what all processes of the operation share.</summary>
internal sealed record OpenedStack
{
    public required StackContext Context { get; init; }
    public required ProjectFile Project { get; init; }
    public required StackConfig Config { get; init; }

    /// <summary>The secrets that are known so far.</summary>
    public required SecretMask Mask { get; init; }
    public required EventStream Events { get; init; }

    /// <summary>Starts the program and the plugins, and ends them.</summary>
    public required ChildProcesses Processes { get; init; }

    /// <summary>Where the program and the plugins reach the engine.</summary>
    public required string EngineAddress { get; init; }
}
