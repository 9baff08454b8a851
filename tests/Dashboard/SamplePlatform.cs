using System.Collections.Immutable;
using PipAi.Operations.Platform;
using PipAi.Operations.Status;

namespace PipAi.Dashboard.Tests;

/// <summary>A platform as large as production, in which all is well, and what can happen to it.</summary>
internal static class SamplePlatform
{
    public const string Key = "documents/5f0d1f3b9c7e4a2c8d1e6b7a9c0d2e4f/annual-report.pdf";

    public static readonly StatusLimits Limits = new(100, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(300));

    private static readonly string[] SourceNames =
        ["workers at Fly", "parsers at Fly", "task queue at Temporal", "copies in S3", "public addresses", "ledgers"];

    public static PlatformStatus Well(DateTimeOffset now) => new()
    {
        Stack = "prod",
        Where = "rehearsal",
        At = now,
        PrimaryRegion = "iad",
        Apps = Apps(now),
        Queue = Queue(now),
        Replication = Copies(now),
        Endpoints =
        [
            Endpoint("frontend", 200, 34), Endpoint("workers", 200, 12), Endpoint("parsing", 200, 9),
            Endpoint("parsing statistics", 200, 15),
        ],
        Ledger = new(new(243, 379, 611), 629, new(0.9962, 0.9991, 0.99973), "Temporal", null)
        {
            Measured = [new("new work", 124, 0, "> 97 %"), new("storage", 124, 0, "> 97 %")],
        },
        Sources = [.. SourceNames.Select(name => new SourceSnapshot(name, TimeSpan.FromSeconds(5)) { ReadAt = now })],
    };

    /// <summary>The primary region without a healthy machine.</summary>
    public static PlatformStatus WithoutPrimary(DateTimeOffset now)
    {
        var well = Well(now);
        return well with
        {
            Apps = [.. well.Apps.Select(app => app with { Machines = [.. app.Machines!.Value.Select(Lost)] })],
            Queue = Queue(now) with { Backlog = 134, Age = TimeSpan.FromSeconds(11.4), DispatchedPerSecond = 0.7 },
            Endpoints = [well.Endpoints[0], Endpoint("workers", 503, 0), .. well.Endpoints[2..]],
        };
    }

    /// <summary>As many machines as a large platform has, evenly in its regions.</summary>
    public static PlatformStatus Large(DateTimeOffset now, int machines, int round)
    {
        string[] regions = ["iad", "ord", "lax", "fra", "nrt"];
        var all = Enumerable.Range(0, machines).Select(number =>
        {
            var machine = Machine($"workers-{regions[number % regions.Length]}-{number:000}", regions[number % regions.Length], now);
            return (number + round) % 7 == 0 ? machine with { ChecksPassing = 0, Restarts = round } : machine;
        });
        var well = Well(now);
        return well with
        {
            Apps =
            [
                App("workers", [.. regions.Select(region => (region, machines / regions.Length))]) with { Machines = [.. all] },
                well.Apps[1],
            ],
            Queue = Queue(now) with { Backlog = round % 90 },
        };
    }

    public static AppSnapshot App(string role, params (string Region, int Count)[] declared) => new(
        $"pip-ai-{role}", role, declared.ToImmutableSortedDictionary(entry => entry.Region, entry => entry.Count));

    public static FleetMachine Machine(string name, string region, DateTimeOffset now, string state = "started") =>
        new(Id(name), name, region, state, state == "started" ? 1 : 0, state == "started" ? 1 : 0)
        {
            Version = $"01JDQ3X8T4{Id(name).ToUpperInvariant()}",
            Image = "8c1f0e77b2d4",
            Last = new(state == "started" ? "start" : "stop", "flyd", now.AddMinutes(-52)),
        };

    private static ImmutableArray<AppSnapshot> Apps(DateTimeOffset now) =>
    [
        App("workers", ("iad", 4), ("lax", 1), ("ord", 1)) with
        {
            Machines =
            [
                .. Enumerable.Range(1, 4).Select(number => Machine($"workers-iad-{number}", "iad", now)),
                Machine("workers-lax-1", "lax", now), Machine("workers-lax-standby-1", "lax", now, "stopped"),
                Machine("workers-ord-1", "ord", now), Machine("workers-ord-standby-1", "ord", now, "stopped"),
            ],
        },
        App("parsing", ("iad", 1), ("ord", 1)) with
        {
            Machines = [Machine("parsing-iad-1", "iad", now), Machine("parsing-ord-1", "ord", now)],
        },
    ];

    private static ReplicationSnapshot Copies(DateTimeOffset now) => new(Key, "us-east-1", now.AddSeconds(-41), "COMPLETED")
    {
        Replicas =
        [
            new("us-east-2", "pip-ai-prod-us-east-2", true, TimeSpan.FromSeconds(1.2)),
            new("us-west-2", "pip-ai-prod-us-west-2", true, TimeSpan.FromSeconds(2.8)),
        ],
    };

    private static FleetMachine Lost(FleetMachine machine) => machine.Region != "iad" ? machine : machine with
    {
        State = "stopped",
        ChecksPassing = 0,
        IsReachable = false,
    };

    private static QueueSnapshot Queue(DateTimeOffset now) => new("documents", 3, TimeSpan.FromSeconds(0.4), 6.2, 6.1)
    {
        Pollers =
        [
            .. Well("iad", 4), .. Well("lax", 1), .. Well("ord", 1),
        ],
        History =
        [
            .. Enumerable.Range(0, 120).Select(index => new QueuePoint(
                now.AddSeconds((index - 120) * 5),
                (long)(4 + (3 * Math.Sin(index / 6.0)) + (index is > 70 and < 84 ? 26 - (Math.Abs(index - 77) * 3) : 0)),
                TimeSpan.FromSeconds(0.4))),
        ],
    };

    private static IEnumerable<QueuePoller> Well(string region, int count) => Enumerable.Range(1, count)
        .Select(number => new QueuePoller(region, Id($"workers-{region}-{number}"), TimeSpan.FromSeconds(number)));

    private static EndpointSnapshot Endpoint(string name, int code, double milliseconds) =>
        new(name, new Uri($"https://{name.Replace(' ', '-')}.pip-ai.test/health"), code, TimeSpan.FromMilliseconds(milliseconds))
        {
            History =
            [
                .. Enumerable.Range(0, 60)
                    .Select(index => (double?)(milliseconds * (1 + (0.18 * Math.Sin(index * 1.7)) + (index % 13 == 5 ? 0.5 : 0)))),
            ],
        };

    /// <summary>Fourteen hexadecimal digits, as Fly's ids are, the same for the same name.</summary>
    private static string Id(string name) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))[..14];
}
