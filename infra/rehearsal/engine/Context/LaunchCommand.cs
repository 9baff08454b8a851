using System.Collections.Immutable;
using Grpc.Core;

namespace EmbeddedPulumi.Engine.Context;

/// <summary>How the engine reaches a program or a provider: a command to start, or something that runs already.</summary>
public abstract record LaunchCommand
{
    private LaunchCommand()
    {
    }

    /// <summary>A child process that the engine starts and never lets outlive itself.</summary>
    /// <param name="fileName">An absolute path, or a name found on PATH.</param>
    /// <param name="arguments">The arguments, unquoted.</param>
    public static Executable Process(string fileName, params string[] arguments) =>
        new(fileName) { Arguments = [.. arguments] };

    /// <summary>
    /// A provider in this process, without a wire, for what takes less time than the start of a process: checks and differences. What
    /// reaches beyond
    /// the engine outside a preview is asked of a process, which is started when the first such call is made.
    /// </summary>
    /// <param name="link">Given the program's folder, makes a provider and returns what calls it; null if there is none to be
    /// linked.</param>
    /// <param name="otherwise">Starts the provider as a process; null where the linked one is to act itself.</param>
    public static Linked Link(Func<string, CallInvoker?> link, Executable? otherwise) => new(link, otherwise);

    /// <summary>A provider that runs already and listens on <paramref name="address"/>; the engine does not stop it.</summary>
    /// <param name="address">Host and port, such as <c>127.0.0.1:4711</c>.</param>
    public static Running Attach(string address) => new(address);

    /// <summary>
    /// A program in this process, for tests and hosts that embed one. The function receives the environment that a child process
    /// would get (<c>PULUMI_MONITOR</c> and so on) and returns the exit code.
    /// </summary>
    /// <param name="run">The program.</param>
    public static InProcess Function(Func<IReadOnlyDictionary<string, string>, CancellationToken, Task<int>> run) => new(run);

    /// <summary>A child process.</summary>
    /// <param name="FileName">An absolute path, or a name found on PATH.</param>
    public sealed record Executable(string FileName) : LaunchCommand
    {
        /// <summary>The arguments, unquoted; none by default.</summary>
        public ImmutableArray<string> Arguments { get; init; } = [];

        /// <summary>The working directory; the program's folder by default.</summary>
        public string? WorkingDirectory { get; init; }

        /// <summary>Variables added to the ones the engine sets and the ones it inherits.</summary>
        public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;
    }

    /// <summary>A provider that runs already.</summary>
    /// <param name="Address">Host and port.</param>
    public sealed record Running(string Address) : LaunchCommand;

    /// <summary>A provider in this process.</summary>
    /// <param name="Connect">Given the program's folder, makes a provider and returns what calls it; null if there is none to be
    /// linked.</param>
    /// <param name="Otherwise">Starts the provider as a process; null where the linked one is to act itself.</param>
    public sealed record Linked(Func<string, CallInvoker?> Connect, Executable? Otherwise) : LaunchCommand;

    /// <summary>A program in this process.</summary>
    /// <param name="Run">Takes the environment of the program and returns its exit code.</param>
    public sealed record InProcess(Func<IReadOnlyDictionary<string, string>, CancellationToken, Task<int>> Run) : LaunchCommand;
}
