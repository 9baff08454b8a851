using System.Collections.Immutable;
using System.Globalization;
using PipAi.Operations.Platform;
using PipAi.Operations.Status;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>What runs where, 80 columns wide: machines by app, then queue, copies and addresses, then what cannot be told.</summary>
internal static class StatusView
{
    /// <summary>Prints a status.</summary>
    /// <param name="console">Where to print.</param>
    /// <param name="status">The status.</param>
    /// <param name="events">What happened lately, oldest first.</param>
    public static void Write(IAnsiConsole console, PlatformStatus status, IEnumerable<StatusEvent> events)
    {
        console.MarkupLine($"[bold]{Markup.Escape($"{status.Stack} ({status.Where})")}[/] at {status.At.UtcDateTime:HH:mm:ss} UTC");
        foreach (var app in status.Apps) Write(console, app);
        console.WriteLine();
        if (status.Queue is { } queue) Write(console, queue);
        if (status.Replication is { } replication) Write(console, replication);
        if (!status.Endpoints.IsEmpty) Write(console, status.Endpoints);
        foreach (var source in status.Sources.Where(source => source.Error is not null))
            Sentence(console, "red", $"No answer: {source.Name}, since {source.FailingSince?.UtcDateTime:HH:mm:ss}: {source.Error}");
        foreach (var happened in events) WriteEvent(console, happened);
    }

    /// <summary>Prints something that happened.</summary>
    public static void WriteEvent(IAnsiConsole console, StatusEvent happened)
    {
        var (word, colour) = happened.Severity switch
        {
            EventSeverity.Note => ("ok", "green"),
            EventSeverity.Warning => ("warn", "yellow"),
            EventSeverity.Alarm => ("ALARM", "red"),
        };
        Sentence(console, colour, $"{happened.At.UtcDateTime:HH:mm:ss} {word} {happened.Area} {happened.Subject} {happened.Text}");
    }

    private static void Write(IAnsiConsole console, AppSnapshot app)
    {
        console.WriteLine();
        if (app.Machines is not { } machines)
        {
            console.MarkupLine($"[bold]{Markup.Escape(app.Name)}[/]: not read yet");
            return;
        }

        var regions = app.Regions.Select(region => $"{region} {app.Healthy(region)}/{app.Declared.GetValueOrDefault(region)}");
        console.MarkupLine($"[bold]{Markup.Escape(app.Name)}[/]: healthy of declared {Markup.Escape(string.Join(", ", regions))}");
        TextTable.Write(
            console, [["MACHINE", "REGION", "STATE", "CHECKS", "IMAGE", "RESTARTS"], .. machines.Select(Row)],
            colour: row => machines.First(machine => machine.Name == row[0]) is var machine && machine.Healthy ? "green"
                : machine.State == "stopped" ? "default" : "red");
    }

    private static string[] Row(FleetMachine machine) =>
    [
        machine.Name,
        machine.Region,
        machine.IsReachable ? machine.IsCordoned ? $"{machine.State}, cordoned" : machine.State : "unreachable",
        $"{machine.ChecksPassing}/{machine.ChecksTotal}",
        machine.Image,
        machine.Restarts.ToString(CultureInfo.InvariantCulture),
    ];

    private static void Write(IAnsiConsole console, QueueSnapshot queue)
    {
        var pollers = queue.Pollers.GroupBy(poller => poller.Region).OrderBy(region => region.Key, StringComparer.Ordinal)
            .Select(region => $"{region.Key} {region.Count()}");
        var rates = string.Create(
            CultureInfo.InvariantCulture, $"{queue.AddedPerSecond:0.0}/s come, {queue.DispatchedPerSecond:0.0}/s go");
        Sentence(
            console, queue.Pollers.IsEmpty ? "red" : "default",
            $"Queue '{queue.Name}': {queue.Backlog} wait, the oldest {DurationText.Of(queue.Age)}; {rates}; polled by "
                + (queue.Pollers.IsEmpty ? "no worker" : string.Join(", ", pollers)));
    }

    private static void Write(IAnsiConsole console, ReplicationSnapshot replication)
    {
        if (replication.Key.Length == 0)
        {
            console.WriteLine("Copies: no document yet.");
            return;
        }

        var replicas = replication.Replicas.Select(
            replica => $"{replica.Region} {(replica.IsThere ? $"after {DurationText.Of(replica.Lag)}" : $"missing for {DurationText.Of(
                replica.Lag)}")}");
        Sentence(
            console, replication.IsEverywhere ? "default" : "yellow",
            $"Copies: the newest document, written in {replication.WrittenIn}: {string.Join(", ", replicas)}");
    }

    private static void Write(IAnsiConsole console, ImmutableArray<EndpointSnapshot> endpoints)
    {
        console.WriteLine("Addresses:");
        TextTable.Write(
            console, [["NAME", "ANSWER", "MS", "ADDRESS"], .. endpoints.Select(Row)], 2..3,
            row => row[1].StartsWith('2') ? "default" : "red");
    }

    private static string[] Row(EndpointSnapshot endpoint) =>
    [
        endpoint.Name,
        endpoint.Code?.ToString(CultureInfo.InvariantCulture) ?? "none",
        endpoint.Latency.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture),
        endpoint.Address.ToString(),
    ];

    private static void Sentence(IAnsiConsole console, string colour, string text)
    {
        foreach (var line in Page.Wrap(text, "    ")) console.MarkupLine($"[{colour}]{Markup.Escape(line)}[/]");
    }
}
