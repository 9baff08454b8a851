using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Hosting;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;

namespace PipAi.Cli.Commands;

/// <summary>`cloud start|stop|env|fault|logs`: the local cloud by hand; the hidden `cloud serve` is its process.</summary>
internal static class CloudVerbs
{
    private static readonly Argument<string?> Service = new("service")
    {
        Description = $"One of {string.Join(", ", VendorNames.All)}.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string?> Region = new("--region") { Description = "Only this region." };
    private static readonly Option<string?> Operation = new(
        "--operation")
    { Description = "Only these operations, a pattern with * and ?." };
    private static readonly Option<string?> Effect = new("--effect") { Description = FaultEffect.Forms };
    private static readonly Option<int?> Times = new("--times") { Description = "Only so many requests." };
    private static readonly Option<string?> Remove = new("--remove") { Description = "Remove the fault of this id." };
    private static readonly Option<string?> Temporal = TemporalOption.Create();

    public static Command Create(CommandFactory commands)
    {
        var cloud = new Command("cloud", "Start, stop, disturb and read the local cloud by hand, and use it with other tools.");
        cloud.Subcommands.Add(commands.Bind(new Command("start", "Start the local cloud with all it held.") { Temporal }, StartAsync));
        cloud.Subcommands.Add(commands.Bind(new Command("stop", "Stop the local cloud; all it holds is kept."), StopAsync));
        cloud.Subcommands.Add(CloudEnvVerb.Create(commands));
        cloud.Subcommands.Add(
            commands.Bind(
                new Command("fault", "List, add or remove scripted faults.") { Service, Region, Operation, Effect, Times, Remove },
                FaultAsync));
        cloud.Subcommands.Add(
            commands.Bind(
                new Command("logs", "Print the machines' logs.") { CloudLogs.App, CloudLogs.Machine, CloudLogs.Lines, CloudLogs.Follow },
                CloudLogs.RunAsync));
        var serve = new Command("serve", "Serve the local cloud in this process.") { Temporal };
        serve.Hidden = true;
        cloud.Subcommands.Add(commands.Bind(serve, ServeAsync));
        return cloud;
    }

    private static async Task<ExitCode> StartAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        var (endpoints, started) = await session.Cloud.EnsureAsync(parsed.GetValue(Temporal), session.Cancellation);
        if (session.Json) session.PrintJson(new { stack = session.Stack, started, processId = endpoints.Process.Id });
        session.Terminal.Output.WriteLine(
            $"The local cloud of '{session.Stack}' {(started ? "was started" : "already runs")} (process {endpoints.Process.Id}).");
        TemporalServerView.Write(session.Terminal.Answer, await session.Cloud.TemporalServerAsync(session.Cancellation));
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> StopAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        var ran = session.Cloud.Running() is not null;
        await session.Cloud.StopAsync(session.Cancellation);
        if (session.Json) session.PrintJson(new { stack = session.Stack, stopped = ran });
        session.Terminal.Output.WriteLine(
            ran
                ? $"The local cloud of '{session.Stack}' is stopped; all it held is kept."
                : $"The local cloud of '{session.Stack}' does not run.");
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> FaultAsync(Session session, ParseResult parsed)
    {
        using var cloud = new LocalCloudClient(session.Cloud.Require());
        if (parsed.GetValue(Remove) is { } id)
        {
            if (!await cloud.RemoveFaultAsync(id, session.Cancellation))
                throw new CliException(
                    ExitCode.Configuration, $"There is no fault '{id}'.", $"./pipai cloud fault --stack {session.Stack}");
        }
        else if (parsed.GetValue(Service) is { } service)
        {
            await AddAsync(session, cloud, service, parsed);
        }

        var faults = await cloud.FaultsAsync(session.Cancellation);
        if (session.Json)
            session.PrintJson(
                faults.Select(
                    fault => new
                    {
                        fault.Id,
                        fault.Service,
                        fault.Region,
                        fault.Operation,
                        effect = fault.Effect.ToString(),
                        fault.Times,
                    }));
        else if (faults.Count == 0) session.Terminal.Output.WriteLine("No fault holds.");
        foreach (var fault in session.Json ? [] : faults) session.Terminal.Output.WriteLine(Line(fault));
        return ExitCode.Ok;
    }

    private static async Task AddAsync(Session session, LocalCloudClient cloud, string service, ParseResult parsed)
    {
        if (!VendorNames.All.Contains(service))
            throw new CliException(
                ExitCode.Configuration, $"There is no service '{service}'. Services: {string.Join(", ", VendorNames.All)}.",
                $"./pipai cloud fault {VendorNames.S3} --effect dark");
        if (!FaultEffect.TryParse(parsed.GetValue(Effect), out var effect))
            throw new CliException(
                ExitCode.Configuration, $"'{parsed.GetValue(Effect)}' is not an effect. Effects: {FaultEffect.Forms}.",
                $"./pipai cloud fault {service} --effect status:503");
        try
        {
            await cloud.AddFaultAsync(
                new Fault
                {
                    Service = service,
                    Region = parsed.GetValue(Region),
                    Operation = parsed.GetValue(Operation),
                    Effect = effect,
                    Times = parsed.GetValue(Times),
                },
                session.Cancellation);
        }
        catch (ArgumentException exception)
        {
            throw new CliException(ExitCode.Configuration, exception.Message, "./pipai cloud fault --help", exception);
        }
    }

    private static string Line(Fault fault) => string.Create(
        CultureInfo.InvariantCulture,
        $"{fault.Id}: {fault.Service}{(fault.Region is { } region ? $" in {region}" : "")}{(fault.Operation is { } operation
            ? $", {operation}" : "")}: {fault.Effect}{(fault.Times is { } times ? $", {times} more" : "")}");

    private static async Task<ExitCode> ServeAsync(Session session, ParseResult parsed)
    {
        using var loggers = LoggerFactory.Create(logging => logging
            .AddSimpleConsole(
                console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ssZ ", true))
            .SetMinimumLevel(session.Debug ? LogLevel.Debug : LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.None) // what goes wrong there is thrown, and explained once
            .AddFilter("Yarp", LogLevel.Warning)
            .AddFilter("Grpc", LogLevel.Warning));
        try
        {
            await using var host = await LocalCloudHost.StartAsync(
                new LocalCloudOptions
                {
                    Stack = session.Stack,
                    Directory = session.Workspace.CloudDirectory(session.Stack),
                    TemporalServer = parsed.GetValue(Temporal),
                    Loggers = loggers,
                    Time = session.Time,
                },
                session.Cancellation);
            await host.WaitForShutdownAsync(session.Cancellation);
            return ExitCode.Ok;
        }
        catch (PortTakenException taken)
        {
            throw new CliException(ExitCode.Error, $"{taken.Message} {taken.Fix}", $"./pipai cloud start --stack {session.Stack}", taken);
        }
    }
}
