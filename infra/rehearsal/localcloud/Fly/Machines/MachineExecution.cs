using System.Diagnostics;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>Runs a command beside a machine's process, in its folder and with its environment, as Fly's exec does.</summary>
internal sealed class MachineExecution(FleetContext fleet)
{
    private const int MostOutput = 1 << 20;

    /// <summary>Runs it to its end.</summary>
    /// <returns>Exit code, standard output and standard error; exit code 124 when it took too long and was killed.</returns>
    /// <exception cref="InvalidConfigException">The command cannot be started.</exception>
    public async Task<(int Code, string Output, string Errors)> RunAsync(
        MachineRecord machine, IReadOnlyList<string> command, string input, TimeSpan timeout)
    {
        var image = fleet.Images.Find(machine.Settings.Image);
        var app = fleet.State.App(machine.App) ?? throw new InvalidConfigException($"app {machine.App} is gone");
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = Path.GetFullPath(Path.Combine(image.Root, image.Workdir)),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in fleet.Environment.Build(machine, app, image, fleet.State.FolderOf(machine)))
            start.Environment[name] = value;
        using var process = await fleet.Spawner.StartAsync(start);
        using var deadline = new CancellationTokenSource(timeout, fleet.Time);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(
            CancellationToken.None));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, Cut(await output), Cut(await errors));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (124, Cut(await output), Cut(await errors) + $"killed after {timeout.TotalSeconds:0.###}s\n");
        }
    }

    /// <summary>What runs in the machine: its one process, if it is there. Sockets are those that the machine's ports stand for.</summary>
    public IReadOnlyList<RunningProcess> Processes(MachineRecord machine, int? id)
    {
        if (id is not { } known) return [];
        try
        {
            using var process = Process.GetProcessById(known);
            var image = fleet.Images.Find(machine.Settings.Image);
            var ran = fleet.Time.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime();
            return
            [
                new RunningProcess
                {
                    Id = known,
                    StartedMs = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds(),
                    RanMs = (long)Math.Max(0, ran.TotalMilliseconds),
                    Command = string.Join(
                        ' ',
                        (machine.Settings.Command.IsEmpty ? image.Entrypoint : machine.Settings.Command).Concat(
                            machine.Settings.Arguments)),
                    Directory = Path.GetFullPath(Path.Combine(image.Root, image.Workdir)),
                    CpuMs = (long)process.TotalProcessorTime.TotalMilliseconds,
                    Memory = process.WorkingSet64,
                    // Fly's machines have an address of their own, and each port of a service is open on it.
                    Listens = [.. machine.Settings.Services.Select(service => $"[::]:{service.InternalPort}").Distinct()],
                },
            ];
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return [];
        }
    }

    private static string Cut(string text) => text.Length > MostOutput ? text[..MostOutput] : text;
}
