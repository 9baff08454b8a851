using System.Collections.Immutable;
using PipAi.Cli.Files;
using PipAi.Cli.Rehearsal;
using PipAi.Cli.Terminals;

namespace PipAi.Cli.Sessions;

/// <summary>What one run of a verb works with.</summary>
internal sealed class Session
{
    public required Workspace Workspace { get; init; }

    public required Terminal Terminal { get; init; }

    public required Interrupts Interrupts { get; init; }

    public required string Stack { get; init; }

    public required bool Json { get; init; }

    public required bool Debug { get; init; }

    /// <summary>What it finds around it.</summary>
    public required HostEnvironment Host { get; init; }

    public TimeProvider Time => Host.Time;

    /// <summary>The first Ctrl-C.</summary>
    public CancellationToken Cancellation => Interrupts.Stop;

    /// <summary>The stack's local cloud.</summary>
    public CloudProcess Cloud => new(Workspace, Stack, Host);

    /// <summary>What a drill of the stack has broken.</summary>
    public UnfinishedDrill UnfinishedDrill => new(Workspace, Stack, Host);

    /// <summary>The stack's engine and state.</summary>
    public RehearsalStack RehearsalStack => new(Workspace, Stack, Host) { PluginFolders = PluginFolders, ConfigFile = ConfigFile };

    /// <summary>What `--plugin` names, where the verb has it.</summary>
    public ImmutableSortedDictionary<string, string> PluginFolders { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What `--config-file` names, where the verb has it; null for the stack's own file.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Whether `--live` was given: what the Pulumi CLI deployed, and not the rehearsal.</summary>
    public bool Live { get; init; }

    /// <summary>What is printed with `--json`.</summary>
    public required JsonAnswer Answer { get; init; }

    /// <summary>Prints an answer as JSON.</summary>
    public void PrintJson<T>(T answer) => Answer.Give(answer);

    /// <summary>Prints a line of progress.</summary>
    public void Say(string line) => Terminal.Errors.WriteLine(line);
}
