using System.Collections.Immutable;
using System.Text.Json;
using PipAi.Operations.Plans;
using PipAi.Operations.Tests.Platform;

namespace PipAi.Operations.Tests.Plans;

/// <summary>Resources as a plan has them.</summary>
internal static class SampleResources
{
    private const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    private static readonly string[] BucketRegions = ["us-east-1", "us-west-2"];

    /// <summary>The use that production's settings assume.</summary>
    public static Usage Assumed { get; } = Operations.Plans.Usage.Parse(SampleOutputs.Document());

    /// <summary>A machine of the workers.</summary>
    public static PlannedResource Worker(string region, string kind = "shared", int cpus = 2, int memory = 2048, bool standby = false) =>
        Resource("pipai:workers:WorkerFleet", "fly:index:Machine", $"workers-{region}", new
        {
            region,
            processGroup = "worker",
            skipLaunch = standby,
            config = new { guest = new { cpuKind = kind, cpus, memoryMb = memory }, services = new[] { new { autostart = false } } },
        });

    /// <summary>A machine of the parsing service; a standby is started by Fly's proxy.</summary>
    public static PlannedResource Parser(string region, bool standby = false) =>
        Resource("pipai:parsing:ParsingService", "fly:index:Machine", $"parsing-{region}", new
        {
            region,
            processGroup = "parser",
            skipLaunch = standby,
            config = new
            {
                guest = new { cpuKind = "performance", cpus = 2, memoryMb = 4096 },
                services = new[] { new { autostart = standby } },
            },
        });

    /// <summary>A machine whose size comes from another resource.</summary>
    public static PlannedResource Unsized(string region) => Resource(
        "pipai:workers:WorkerFleet", "fly:index:Machine", "unsized",
        new { region, processGroup = "worker", config = new { guest = new { cpuKind = "shared", cpus = Unknown, memoryMb = 256 } } });

    public static PlannedResource Bucket(string region) =>
        Resource("pipai:storage:DocumentStore", "aws:s3/bucket:Bucket", $"documents-{region}", new { bucket = $"docs-{region}", region });

    public static PlannedResource Replication(string from, bool isTimed, params IEnumerable<string> to) => Resource(
        "pipai:storage:DocumentStore", "aws:s3/bucketReplicationConfig:BucketReplicationConfig", $"from-{from}", new
        {
            region = from,
            rules = to.Select(region => new
            {
                destination = isTimed
                    ? (object)new { bucket = $"arn:aws:s3:::docs-{region}", replicationTime = new { status = "Enabled" } }
                    : new { bucket = $"arn:aws:s3:::docs-{region}" },
            }),
        });

    public static PlannedResource Namespace(params string[] regions) =>
        Resource("pipai:temporal:WorkflowNamespace", "temporalcloud:index:Namespace", "workflows", new { regions, retentionDays = 30 });

    public static PlannedResource Frontend() => Resource("pipai:frontend:WebFrontend", "vercel:index/project:Project", "frontend", new { });

    /// <summary>Any resource of a component.</summary>
    public static PlannedResource Resource(string component, string type, string name, object inputs) => new(
        $"urn:pulumi:prod::pip-ai::{component}${type}::{name}", type, name, JsonSerializer.SerializeToElement(inputs));

    /// <summary>A platform of so many workers per region, a parser in each, buckets and a namespace.</summary>
    public static ImmutableArray<PlannedResource> Whole(IReadOnlyDictionary<string, int> workers, int buckets = 2, int namespaces = 2) =>
    [
        .. workers.SelectMany(region => Enumerable.Repeat(Worker(region.Key), region.Value)),
        .. workers.Keys.Take(2).Select(region => Parser(region)),
        .. BucketRegions.Take(buckets).Select(Bucket),
        Namespace([.. BucketRegions.Take(namespaces).Select(region => $"aws-{region}")]),
        Frontend(),
    ];
}
