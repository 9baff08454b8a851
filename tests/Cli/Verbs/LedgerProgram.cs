using System.Text.Json;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Protocol;
using PipAi.EngineTesting;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>A program of what the ledgers reckon with, and that says what it is used for.</summary>
internal static class LedgerProgram
{
    /// <param name="workers">Workers in iad; one more is in ord.</param>
    /// <param name="replica">Whether the namespace has a replica.</param>
    /// <param name="more">What there is besides.</param>
    public static LaunchCommand Of(int workers = 2, bool replica = true, params Wanted[] more) => FakeProgram.Of(async program =>
    {
        await program.RegisterAllAsync(
        [
            .. Enumerable.Range(1, workers).Select(number => Machine($"workers-iad-{number}", "iad", "worker")),
            Machine("workers-ord-1", "ord", "worker"), Machine("parsing-iad-1", "iad", "parser"), Machine("parsing-ord-1", "ord", "parser"),
            Wanted("documents", "aws:s3/bucket:Bucket", """{"bucket":"docs-us-east-1","region":"us-east-1"}"""),
            Wanted("copies", "aws:s3/bucket:Bucket", """{"bucket":"docs-us-west-2","region":"us-west-2"}"""),
            Wanted(
                "workflows", "temporalcloud:index:Namespace",
                replica
                    ? """{"regions":["aws-us-east-1","aws-us-west-2"],"retentionDays":30}"""
                    : """{"regions":["aws-us-east-1"],"retentionDays":30}"""),
            Wanted("frontend", "vercel:index/project:Project", "{}"),
            .. more,
        ]);
        return Map(
            """
            {
                "primaryBucketRegion": "us-east-1",
                "usage": {
                    "documentsPerMonth": 20000, "documentKilobytes": 500, "storedGigabytes": 100, "temporalActionsPerDocument": 5,
                    "parsingBusyPercent": 20, "frontendRequestsPerMonth": 1000000, "frontendGigabytesPerMonth": 100, "quietMonthPercent": 50,
                    "busyMonthPercent": 300, "vercelSeats": 1, "workersNeeded": 1
                },
                "plans": { "fly": "pay-as-you-go", "vercel": "pro", "temporal": "developer" },
                "targets": {
                    "instanceSeconds": 30, "regionSeconds": 120, "partitionSeconds": 60, "storageSeconds": 300, "availabilityPercent": 99.9,
                    "monthlyBudgetMinUsd": 100, "monthlyBudgetMaxUsd": 250
                }
            }
            """);
    });

    /// <summary>A resource with these inputs.</summary>
    public static Wanted Wanted(string name, string type, string inputs) =>
        new(name, [.. Map(inputs).Select(input => (input.Key, input.Value))]) { Type = type };

    private static Wanted Machine(string name, string region, string group) => Wanted(name, "fly:index:Machine", $$"""
        {
            "region": "{{region}}", "processGroup": "{{group}}",
            "config": { "guest": { "cpuKind": "shared", "cpus": 2, "memoryMb": 2048 }, "services": [{ "autostart": false }] }
        }
        """);

    private static PropertyMap Map(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PropertyJson.ReadMap(document.RootElement, StateSecrets.Shown);
    }
}
