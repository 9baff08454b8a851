using System.Collections.Immutable;
using PipAi.Operations.Platform;
using PipAi.Operations.Status;

namespace PipAi.Operations.Tests.Status;

/// <summary>A platform in which all is well, to start tests from.</summary>
internal static class SampleStatus
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    public static readonly StatusLimits Limits = new(100, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(300));

    public static PlatformStatus Well { get; } = new()
    {
        Stack = "prod",
        Where = "rehearsal",
        At = Noon,
        PrimaryRegion = "iad",
        Apps =
        [
            App("workers", ("iad", 2), ("ord", 1)) with { Machines = [Machine("w1", "iad"), Machine("w2", "iad"), Machine("w3", "ord")] },
            App("parsing", ("iad", 1)) with { Machines = [Machine("p1", "iad")] },
        ],
        Queue = Queue(),
        Replication = Document(TimeSpan.FromSeconds(2)),
        Endpoints = [Endpoint("frontend", 200), Endpoint("workers", 200)],
        Sources = [new("workers at Fly", TimeSpan.FromSeconds(2))],
    };

    public static FleetMachine Machine(string name, string region, string state = "started", int passing = 1) =>
        new($"id-{name}", name, region, state, state == "started" ? passing : 0, state == "started" ? 1 : 0)
        {
            Version = "v1",
            Image = "111111111111",
        };

    public static AppSnapshot App(string role, params (string Region, int Count)[] declared) => new(
        $"pip-ai-{role}", role, declared.ToImmutableSortedDictionary(entry => entry.Region, entry => entry.Count));

    public static QueueSnapshot Queue(long backlog = 0, double age = 0, int pollers = 1) =>
        new("documents", backlog, TimeSpan.FromSeconds(age), 0, 0)
        {
            Pollers = [.. Enumerable.Range(1, pollers).Select(number => new QueuePoller("iad", $"w{number}", TimeSpan.Zero))],
        };

    public static ReplicationSnapshot Document(TimeSpan lag, bool isThere = true, string status = "COMPLETED") =>
        new("documents/1/a.pdf", "us-east-1", Noon, status) { Replicas = [new("us-west-2", "docs-c", isThere, lag)] };

    public static EndpointSnapshot Endpoint(string name, int? code) =>
        new(name, new Uri($"https://{name}.test/health"), code, TimeSpan.FromMilliseconds(12));

    /// <summary>The same with other workers.</summary>
    public static PlatformStatus Workers(params FleetMachine[] machines) => Well with
    {
        Apps = [Well.Apps[0] with { Machines = [.. machines] }, Well.Apps[1]],
    };
}
