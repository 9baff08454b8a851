using System.Diagnostics;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.Identity;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>Does what Fly's host and init do to start a machine: image, port, identity token, environment, process.</summary>
internal sealed class MachineLauncher(FleetContext fleet) : IDisposable
{
    private readonly MachinePorts ports = new(fleet.State);

    /// <summary>Starts a machine's process.</summary>
    /// <returns>The machine with its port, and the process.</returns>
    /// <exception cref="InvalidConfigException">The registry has no such image.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The image's program cannot be started.</exception>
    public async Task<(MachineRecord Machine, MachineProcess Process)> LaunchAsync(MachineRecord machine, MachineLog log)
    {
        var image = fleet.Images.Find(machine.Settings.Image);
        machine = ports.Give(machine);
        var app = fleet.State.App(machine.App) ?? throw new InvalidConfigException($"app {machine.App} is gone");
        var folder = fleet.State.FolderOf(machine);
        if (MachineTokens.IsWanted(machine.Settings)) fleet.Tokens.Write(machine, app, MachineEnvironment.TokenFile(folder));
        var start = StartOf(machine.Settings, image);
        start.Environment.Clear();
        foreach (var (name, value) in fleet.Environment.Build(machine, app, image, folder)) start.Environment[name] = value;
        return (machine, await MachineProcess.StartAsync(fleet.Spawner, start, log));
    }

    /// <summary>Releases the ports of all machines.</summary>
    public void Dispose() => ports.Dispose();

    private static ProcessStartInfo StartOf(MachineConfig settings, Image image)
    {
        string[] command = [.. settings.Command.IsEmpty ? image.Entrypoint : settings.Command, .. settings.Arguments];
        if (command.Length == 0) throw new InvalidConfigException($"image {settings.Image} has no entrypoint, and config.init gives none");
        var folder = Path.GetFullPath(Path.Combine(image.Root, image.Workdir));
        var program = command[0].Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(Path.Combine(folder, command[0])) : command[0];
        if (program.Contains('/', StringComparison.Ordinal) && !File.Exists(program))
            throw new InvalidConfigException($"image {settings.Image} has no file {command[0]}");
        return new ProcessStartInfo(program, command[1..]) { WorkingDirectory = folder };
    }
}
