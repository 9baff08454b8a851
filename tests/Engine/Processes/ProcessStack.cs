using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Testing;

namespace PipAi.Engine.Tests.Processes;

/// <summary>A stack whose engine, program and provider are processes of their own, in a temporary folder.</summary>
public sealed class ProcessStack : IDisposable
{
    private const int InterruptSignal = 2;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder folder = new();

    public ProcessStack() => File.WriteAllText(folder["Pulumi.yaml"], "name: proj\nruntime: dotnet\n");

    public string Folder => folder.Path;

    public string this[string name] => folder[name];

    public StackContext Context => ProcessRole.Context(folder.Path);

    public StackStore Store => new(Context);

    /// <summary>How many things are in the provider's cloud.</summary>
    public int Items => Directory.GetFiles(folder["cloud"]).Length;

    /// <summary>Updates the stack, the engine in this process.</summary>
    public Task<UpdateResult> UpAsync() => new StackEngine(Context).UpAsync(new UpOptions(), null, TestContext.Current.CancellationToken);

    /// <summary>Starts an engine that updates the stack, as a process.</summary>
    /// <param name="shell">Shell commands that run before the engine takes the shell's place.</param>
    public Process StartEngine(string shell = "")
    {
        var command = ProcessRole.Command("engine", folder.Path);
        // Where the tests themselves run in the background, their children would ignore Ctrl-C.
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{shell}\nexec env --default-signal=INT \"$0\"", command.FileName])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for an engine's end, and returns its exit code and what it said.</summary>
    public static async Task<(int Code, string Said)> EndOfAsync(Process engine)
    {
        using var limit = Limit();
        var said = await engine.StandardError.ReadToEndAsync(limit.Token);
        await engine.WaitForExitAsync(limit.Token);
        return (engine.ExitCode, said);
    }

    /// <summary>Presses Ctrl-C, and waits until the engine has noticed.</summary>
    public static async Task InterruptAsync(Process engine)
    {
        _ = Signal(engine.Id, InterruptSignal);
        using var limit = Limit();
        Assert.Equal("interrupted", await engine.StandardOutput.ReadLineAsync(limit.Token));
    }

    public int Pid(string role) => int.Parse(File.ReadAllText(folder[role + ".pid"]), CultureInfo.InvariantCulture);

    public bool IsAlive(string role)
    {
        if (!File.Exists(folder[role + ".pid"])) return false;
        try
        {
            using var process = Process.GetProcessById(Pid(role));
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whether a process stands still: its state in the system's own words.</summary>
    public bool IsFrozen(string role) =>
        IsAlive(role) && File.ReadAllText($"/proc/{Pid(role)}/stat").Contains(") T ", StringComparison.Ordinal);

    public static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = Limit();
        while (!holds()) await Task.Delay(20, limit.Token);
    }

    public void Dispose() => folder.Dispose();

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Timeout);
        return limit;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
