using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine.Context;

/// <summary>All that the engine needs to know about one stack. Relative paths are relative to the current directory.</summary>
public sealed record StackContext
{
    /// <summary>The path of <c>Pulumi.yaml</c>. The stack file <c>Pulumi.&lt;stack&gt;.yaml</c> lies beside it.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>The path of another file in place of the stack file; null, as by default, for none.</summary>
    public string? StackFile { get; init; }

    /// <summary>What stands for the text of the stack file; null, as by default, reads the file.</summary>
    public string? StackFileText { get; init; }

    /// <summary>The stack's short name, such as <c>prod</c>: letters, digits, <c>_</c>, <c>.</c> and <c>-</c>.</summary>
    public required string StackName { get; init; }

    /// <summary>The folder that holds <c>.pulumi</c>, as in Pulumi's <c>file://&lt;folder&gt;</c> backend.</summary>
    public required string BackendDirectory { get; init; }

    /// <summary>How the program is started. Its working directory is the project's <c>main</c> folder.</summary>
    public required LaunchCommand Program { get; init; }

    /// <summary>
    /// How the provider of each package is started, by package name. For one that is not here, a plugin is looked for in
    /// <see cref="Plugins"/>.
    /// </summary>
    public ImmutableDictionary<string, LaunchCommand> Providers { get; init; } = ImmutableDictionary<string, LaunchCommand>.Empty;

    /// <summary>Where plugins of other packages are looked for, besides the project file; null by default: nowhere.</summary>
    public PluginSearch? Plugins { get; init; }

    /// <summary>Variables that every provider process gets beside the inherited ones.</summary>
    public ImmutableDictionary<string, string> ProviderEnvironment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Gives the passphrase of the stack's secrets; called at most once, and only when a secret has to be read or written.
    /// </summary>
    public required Func<string> Passphrase { get; init; }

    /// <summary>How many provider calls may be in flight at once; 4 for each processor by default.</summary>
    public int Parallel { get; init; } = 4 * Environment.ProcessorCount;

    /// <summary>The command that the user types, for the mending commands of errors; <c>pulumi</c> by default.</summary>
    public string CommandName { get; init; } = "pulumi";

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// How long a provider with calls in flight may give no sign of life, and how far it may overrun a custom timeout, before it
    /// counts as hung: its process is ended and the calls fail. Two minutes by default, for machines that are very busy.
    /// </summary>
    public TimeSpan ProviderTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Rounds of the key's derivation; null for Pulumi's. Fewer are for tests that start hundreds of engines.</summary>
    internal int? KeyIterations { get; init; }
}
