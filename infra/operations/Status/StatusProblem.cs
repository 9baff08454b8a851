using System.Collections.Immutable;
using System.Globalization;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Status;

/// <summary>Something that is not as it should be now.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Area">The part, as in <see cref="StatusEvent"/>.</param>
/// <param name="Text">What is wrong, as a sentence without its full stop.</param>
internal sealed record StatusProblem(EventSeverity Severity, string Area, string Text)
{
    /// <summary>All problems of a status, those that matter most first. What was never read is no problem yet.</summary>
    public static ImmutableArray<StatusProblem> Of(PlatformStatus status, StatusLimits limits) =>
    [
        .. status.Apps.Where(app => app.Machines is not null).SelectMany(OfApp).Concat(OfQueue(status.Queue, limits))
            .Concat(OfReplication(status.Replication, limits))
            .Concat(status.Endpoints.Where(endpoint => !endpoint.Works).Select(OfEndpoint))
            .Concat(status.Sources.Where(source => source.FailingSince is not null).Select(OfSource))
            .OrderByDescending(problem => problem.Severity),
    ];

    private static IEnumerable<StatusProblem> OfApp(AppSnapshot app)
    {
        foreach (var (region, declared) in app.Declared)
        {
            var healthy = app.Healthy(region);
            if (healthy == 0 && declared > 0)
                yield return new(EventSeverity.Alarm, "region", $"{region} has no healthy machine of {app.Role}, of {declared}");
            else if (healthy < declared)
                yield return new(EventSeverity.Warning, "machine", $"{region} has {healthy} of {declared} healthy machines of {app.Role}");
        }

        foreach (var machine in (app.Machines ?? []).Where(IsSurplusAndUnwell(app)))
            yield return new(EventSeverity.Warning, "machine", $"{machine.Name} in {machine.Region} is {machine.State} and unhealthy");
    }

    /// <summary>One that runs badly where enough others run well is counted in no region's number.</summary>
    private static Func<FleetMachine, bool> IsSurplusAndUnwell(AppSnapshot app) =>
        machine => machine is { State: "started", Healthy: false }
            && app.Healthy(machine.Region) >= app.Declared.GetValueOrDefault(machine.Region);

    private static IEnumerable<StatusProblem> OfQueue(QueueSnapshot? queue, StatusLimits limits)
    {
        if (queue is null) yield break;
        if (queue.Pollers.IsEmpty) yield return new(EventSeverity.Alarm, "queue", $"No worker polls '{queue.Name}'");
        if (queue.Backlog >= limits.QueueDepth || queue.Age >= limits.QueueAge)
            yield return new(
                EventSeverity.Warning, "queue", $"{queue.Backlog} tasks wait, the oldest for {Seconds(queue.Age)}");
    }

    private static IEnumerable<StatusProblem> OfReplication(ReplicationSnapshot? replication, StatusLimits limits)
    {
        if (replication is null) yield break;
        if (replication.Status == "FAILED")
            yield return new(EventSeverity.Alarm, "replica", $"S3 will not copy {replication.Key} from {replication.WrittenIn}");
        foreach (var replica in replication.Replicas.Where(replica => !replica.IsThere && replica.Lag >= limits.ReplicaLag))
            yield return new(
                EventSeverity.Alarm, "replica", $"{replica.Region} lacks the newest document for {Seconds(replica.Lag)}");
    }

    private static StatusProblem OfEndpoint(EndpointSnapshot endpoint) => new(
        EventSeverity.Alarm, "endpoint",
        $"The address of {endpoint.Name} {(endpoint.Code is { } code ? $"answers with {code}" : "does not answer")}");

    private static StatusProblem OfSource(SourceSnapshot source) =>
        new(EventSeverity.Warning, "source", $"Cannot read {source.Name} since {source.FailingSince!.Value.UtcDateTime:HH:mm:ss} UTC");

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s");
}
