using System.Collections.Immutable;
using Grpc.Core;

namespace EmbeddedPulumi.Engine;

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
    /// One child process for several packages: it is started once, with the engine's address and the names of the packages after its own
    /// arguments, and prints a port for each of them, in their order, one a line. Each package may be taken from it once; a further
    /// provider of the package gets a process that serves this package alone.
    /// </summary>
    /// <param name="fileName">An absolute path, or a name found on PATH.</param>
    public static Shared Together(string fileName) => new(new Executable(fileName));

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

    /// <summary>A child process for several packages: those that are given this very object.</summary>
    /// <param name="Command">Starts it.</param>
    public sealed record Shared(Executable Command) : LaunchCommand;

    /// <summary>A provider that runs already.</summary>
    /// <param name="Address">Host and port.</param>
    public sealed record Running(string Address) : LaunchCommand;

    /// <summary>A provider in this process, without a wire.</summary>
    /// <param name="Calls">Answers its calls.</param>
    internal sealed record Linked(CallInvoker Calls) : LaunchCommand;

    /// <summary>A program in this process.</summary>
    /// <param name="Run">Takes the environment of the program and returns its exit code.</param>
    public sealed record InProcess(Func<IReadOnlyDictionary<string, string>, CancellationToken, Task<int>> Run) : LaunchCommand;
}
