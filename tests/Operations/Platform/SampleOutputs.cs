using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Tests.Platform;

/// <summary>The outputs of a small stack, to start tests from.</summary>
internal static class SampleOutputs
{
    public static JsonObject Json() => JsonNode.Parse(
        """
        {
            "workersApp": "pip-ai-temporal-workers",
            "workersUrl": "https://pip-ai-temporal-workers.fly.dev",
            "workersHealth": "https://pip-ai-temporal-workers.fly.dev/health",
            "workerRegions": { "iad": 4, "ord": 1, "lax": 1 },
            "primaryRegion": "iad",
            "unstructuredApp": "pip-ai-unstructured-simple",
            "unstructuredHealth": "https://pip-ai-unstructured-simple.fly.dev/healthcheck",
            "unstructuredPerformance": "https://pip-ai-unstructured-simple.fly.dev/performance-stats",
            "unstructuredApiKey": "parser-key-that-must-not-be-printed",
            "unstructuredRegions": { "iad": 1, "ord": 1 },
            "buckets": { "us-west-2": "docs-c", "us-east-1": "docs-a", "us-east-2": "docs-b" },
            "primaryBucketRegion": "us-east-2",
            "temporalNamespace": "pip-ai.local",
            "temporalAddress": "127.0.0.1:7233",
            "temporalTaskQueue": "documents",
            "temporalApiKey": "key-that-must-not-be-printed",
            "frontendHealth": "https://pip-ai.vercel.app/api/health",
            "usage": {
                "documentsPerMonth": 20000, "documentKilobytes": 500, "storedGigabytes": 100, "temporalActionsPerDocument": 5,
                "parsingBusyPercent": 20, "frontendRequestsPerMonth": 1000000, "frontendGigabytesPerMonth": 100, "quietMonthPercent": 50,
                "busyMonthPercent": 300, "vercelSeats": 1, "workersNeeded": 2
            },
            "plans": { "fly": "pay-as-you-go", "vercel": "pro", "temporal": "developer" },
            "targets": {
                "instanceSeconds": 30, "regionSeconds": 120, "partitionSeconds": 60, "storageSeconds": 300, "availabilityPercent": 99.9,
                "monthlyBudgetMinUsd": 359, "monthlyBudgetMaxUsd": 629
            }
        }
        """)!.AsObject();

    public static JsonElement Document() => JsonSerializer.SerializeToElement(Json());

    public static PlatformOutputs Parsed() => PlatformOutputs.Parse(Document());
}
