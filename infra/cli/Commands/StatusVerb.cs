using System.CommandLine;
using PipAi.Cli.Views;
using PipAi.LocalCloud.Hosting;
using Spectre.Console;

namespace PipAi.Cli.Commands;

/// <summary>`status`: what runs where.</summary>
internal static class StatusVerb
{
    public static Command Create(Sessions sessions) => sessions.Run(new Command("status", "Show what runs where."), RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
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
        cloud = new { processId = status.ProcessId, startedAt = status.StartedAt, ports = status.Ports, faults = status.Faults.Select(fault => $"{fault.Id}: {fault.Service} {fault.Effect}") },
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
        console.WriteLine($"Local cloud of '{status.Stack}': process {status.ProcessId}, since {status.StartedAt:u}, names answer on port {status.Ports[VendorNames.Proxy]}");
        TemporalServerView.Write(console, status.TemporalServer);
        foreach (var fault in status.Faults) console.MarkupLine($"[red]fault[/] {Markup.Escape($"{fault.Id}: {fault.Service} {fault.Region} {fault.Effect}")}");
        var table = new Table { Border = TableBorder.None };
        table.AddColumns("APP", "MACHINE", "REGION", "STATE", "CHECKS", "PROCESS", "PORT", "RESTARTS");
        foreach (var app in status.Apps)
        {
            foreach (var machine in app.Machines.OrderBy(machine => machine.Region, StringComparer.Ordinal).ThenBy(machine => machine.Name, StringComparer.Ordinal))
                table.AddRow(Row(app, machine));
        }

        console.Write(table);
    }

    private static string[] Row(AppStatus app, MachineStatus machine) =>
    [
        Markup.Escape(app.Name),
        Markup.Escape(machine.Name),
        machine.Region,
        machine.State == "started" ? "[green]started[/]" : Markup.Escape(machine.State),
        Checks(machine),
        machine.Pid?.ToString() ?? "-",
        machine.Port.ToString(),
        machine.Restarts.ToString(),
    ];

    private static string Checks(MachineStatus machine)
    {
        var passing = machine.Checks.Count(check => check.Status == "passing");
        var text = $"{passing}/{machine.Checks.Count}";
        return passing == machine.Checks.Count ? $"[green]{text}[/]" : $"[red]{text}[/]";
    }
}
