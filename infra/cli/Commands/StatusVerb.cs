using System.CommandLine;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Services;
using Spectre.Console;

namespace PipAi.Cli.Commands;

/// <summary>
/// `status`: what runs where. Of a rehearsal it is what its local cloud runs, deployed or not; with `--live` or `--watch` what the vendors
/// tell of the deployed platform.
/// </summary>
internal static class StatusVerb
{
    private static readonly Option<bool> Watch = new("--watch", "-w") { Description = "Go on showing it, until Ctrl-C." };

    public static Command Create(CommandFactory commands) =>
        commands.BindWithPlatform(new Command("status", "Show what runs where.") { Watch }, RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        if (!session.Live && !parsed.GetValue(Watch)) return await ShowCloudAsync(session);
        using var watch = new PlatformWatch(session, await Platforms.OpenAsync(session));
        return parsed.GetValue(Watch) ? await watch.FollowAsync() : await watch.OnceAsync();
    }

    private static async Task<ExitCode> ShowCloudAsync(Session session)
    {
        using var cloud = new LocalCloudClient(session.Cloud.Require());
        var status = await cloud.StatusAsync(session.Cancellation);
        if (session.Json) PrintJson(session, status);
        else Print(session.Terminal.Answer, status);
        // Without it nothing that is shown does any work.
        return status.TemporalServer is { Running: false } ? ExitCode.Error : ExitCode.Ok;
    }

    private static void PrintJson(Session session, CloudStatus status) => session.PrintJson(new
    {
        stack = status.Stack,
        cloud = new
        {
            processId = status.ProcessId,
            startedAt = status.StartedAt,
            ports = status.Ports,
            faults = status.Faults.Select(fault => $"{fault.Id}: {fault.Service} {fault.Effect}"),
        },
        temporal = status.TemporalServer,
        machines = status.Apps.SelectMany(app => app.Machines.Select(machine => new
        {
            app = app.Name,
            id = machine.Id,
            name = machine.Name,
            region = machine.Region,
            state = machine.State,
            healthy = machine.IsHealthy,
            checks = machine.Checks.Select(check => new { name = check.Name, status = check.Status }),
            processId = machine.Pid,
            port = machine.Port,
            restarts = machine.Restarts,
            image = machine.Image,
        })),
        traffic = status.Traffic,
    });

    private static void Print(IAnsiConsole console, CloudStatus status)
    {
        console.WriteLine($"Local cloud of '{status.Stack}': process {status.ProcessId}, since {status.StartedAt:u}");
        console.WriteLine($"Names answer on port {status.Ports[VendorNames.Proxy]}");
        TemporalServerView.Write(console, status.TemporalServer);
        foreach (var fault in status.Faults)
            console.MarkupLine($"[red]fault[/] {Markup.Escape($"{fault.Id}: {fault.Service} {fault.Region} {fault.Effect}")}");
        foreach (var app in status.Apps) Print(console, app);
    }

    private static void Print(IAnsiConsole console, AppStatus app)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{Markup.Escape(app.Name)}[/]");
        string[][] rows =
        [
            ["MACHINE", "REGION", "STATE", "CHECKS", "PROCESS", "PORT", "RESTARTS"],
            .. app.Machines.OrderBy(machine => machine.Region, StringComparer.Ordinal)
                .ThenBy(machine => machine.Name, StringComparer.Ordinal).Select(Row),
        ];
        TextTable.Write(console, rows, colour: row =>
            row[3].Split('/') is [var passing, var all] && passing != all ? "red" : row[2] == "started" ? "green" : "default");
    }

    private static string[] Row(MachineStatus machine) =>
    [
        machine.Name,
        machine.Region,
        machine.State,
        $"{machine.Checks.Count(check => check.Status == "passing")}/{machine.Checks.Count}",
        machine.Pid?.ToString() ?? "-",
        machine.Port.ToString(),
        machine.Restarts.ToString(),
    ];
}
