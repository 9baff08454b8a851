using System.Collections.Concurrent;
using System.Diagnostics;
using EmbeddedPulumi.Engine.Context;

namespace EmbeddedPulumi.Engine.Processes;

/// <summary>
/// Starts the program and the plugins so that none of them outlives the engine, however the engine ends. On Linux each child gets a
/// session of its own, so that Ctrl-C in a terminal reaches only the engine and a whole process group can be stopped, and is killed
/// by the kernel when the engine dies.
/// </summary>
internal sealed class ChildProcesses : IAsyncDisposable
{
    private static readonly string? SetPriv = OperatingSystem.IsLinux() ? SearchPath.Find("setpriv") : null;
    private static readonly string? SetSid = OperatingSystem.IsLinux() ? SearchPath.Find("setsid") : null;

    private readonly BlockingCollection<Action> launches = [];
    private readonly ConcurrentBag<ChildProcess> children = [];
    private readonly Lazy<Thread> launcher;

    public ChildProcesses() => launcher = new Lazy<Thread>(StartLauncher);

    /// <exception cref="System.ComponentModel.Win32Exception">The file cannot be started.</exception>
    public Task<ChildProcess> StartAsync(
        LaunchCommand.Executable command, string defaultDirectory, IEnumerable<KeyValuePair<string, string>> environment,
        params string[] moreArguments)
    {
        var start = StartInfo(command, defaultDirectory, environment, moreArguments);
        var started = new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = launcher.Value;
        launches.Add(() =>
        {
            try
            {
                var child = new ChildProcess(Process.Start(start)!, ownsGroup: SetSid is not null);
                children.Add(child);
                started.SetResult(child);
            }
#pragma warning disable CA1031 // The caller that asked for the process gets the error.
            catch (Exception error)
#pragma warning restore CA1031
            {
                started.SetException(error);
            }
        });
        return started.Task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in children) child.Kill();
        foreach (var child in children) await child.DisposeAsync();
        launches.CompleteAdding();
        if (launcher.IsValueCreated) launcher.Value.Join();
        launches.Dispose();
    }

    private Thread StartLauncher()
    {
        // The kernel's "parent died" signal is about the thread that started the child, so that thread has to live as long as we do.
        var thread = new Thread(() =>
        {
            foreach (var launch in launches.GetConsumingEnumerable()) launch();
        })
        { IsBackground = true, Name = "child process launcher" };
        thread.Start();
        return thread;
    }

    private static ProcessStartInfo StartInfo(
        LaunchCommand.Executable command, string defaultDirectory, IEnumerable<KeyValuePair<string, string>> environment,
        string[] moreArguments)
    {
        // The wrapper would start in any case, and fail where nobody looks.
        if (SearchPath.Find(command.FileName) is not { } file) throw new FileNotFoundException($"there is no file '{command.FileName}'");
        string[] line = [.. Wrapper(), file, .. command.Arguments, .. moreArguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = command.WorkingDirectory ?? defaultDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Another engine's run, of which this one may be a child, must not be mistaken for ours.
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("PULUMI_CONFIG", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(inherited);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        return start;
    }

    private static IEnumerable<string> Wrapper()
    {
        if (SetSid is null) yield break;
        if (SetPriv is not null)
        {
            yield return SetPriv;
            yield return "--pdeathsig";
            yield return "KILL";
            yield return "--";
        }

        yield return SetSid;
        yield return "--";
    }
}
