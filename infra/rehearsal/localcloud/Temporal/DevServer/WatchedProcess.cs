using System.ComponentModel;
using System.Diagnostics;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>A process that was started, how it ended, and the last lines that it wrote.</summary>
internal sealed class WatchedProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private readonly OutputTail output = new(12);
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    private WatchedProcess(Process process, string commandLine)
    {
        (this.process, CommandLine) = (process, commandLine);
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.Exited += (_, _) => exited.TrySetResult();
        process.EnableRaisingEvents = true;
        Ended = EndAsync();
    }

    /// <summary>The command, as in a terminal.</summary>
    public string CommandLine { get; }

    /// <summary>Its number.</summary>
    public int Id => process.Id;

    /// <summary>Ends when the process has, and what it wrote is read.</summary>
    public Task Ended { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>What it ended with.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> Lines => output.Lines;

    /// <summary>The last lines as the end of a message: what it said, or that it said nothing.</summary>
    public string Said => Lines is { Count: > 0 } lines ? $" It said:\n{string.Join('\n', lines)}" : " It said nothing.";

    /// <summary>Starts it.</summary>
    /// <exception cref="TemporalServerException">The system cannot execute the file.</exception>
    public static async Task<WatchedProcess> StartAsync(ProcessStartInfo command, ProcessSpawner spawner)
    {
        var commandLine = string.Join(' ', [command.FileName, .. command.ArgumentList]);
        try
        {
            return new WatchedProcess(await spawner.StartAsync(command), commandLine);
        }
        catch (Win32Exception exception)
        {
            throw new TemporalServerException($"'{commandLine}' could not be started: {exception.Message}.");
        }
    }

    /// <summary>Kills it, if it has not ended, and all that it started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await Ended;
        process.Dispose();
    }

    /// <summary>What it wrote is read to the end, but a child of it that lives on holds the pipes and must not hold us.</summary>
    private async Task EndAsync()
    {
        await exited.Task;
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(Grace, TimeProvider.System));
    }
}
