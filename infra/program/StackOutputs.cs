using System.Collections.Immutable;
using PipAi.Infra.Settings;

namespace PipAi.Infra;

/// <summary>The stack's outputs: what verification, drills and ledgers know of the platform.</summary>
internal static class StackOutputs
{
    /// <summary>The outputs; regions appear with the number of machines that run there.</summary>
    public static IDictionary<string, object?> Of(PlatformSettings settings, PlatformParts parts)
    {
        var (documents, workflows, parsing, workers, frontend) = parts;
        return new Dictionary<string, object?>
        {
            ["workersApp"] = workers.AppName,
            ["workersUrl"] = workers.Url,
            ["workersHealth"] = workers.HealthUrl,
            ["workerRegions"] = settings.Workers.Regions.ToImmutableDictionary(),
            ["primaryRegion"] = settings.Workers.PrimaryRegion,
            ["unstructuredApp"] = parsing.AppName,
            ["unstructuredUrl"] = parsing.Url,
            ["unstructuredHealth"] = parsing.HealthUrl,
            ["unstructuredPerformance"] = parsing.PerformanceUrl,
            ["unstructuredRegions"] = settings.Parsing.Regions.ToImmutableDictionary(),
            ["unstructuredApiKey"] = parsing.ApiKey,
            ["buckets"] = documents.Buckets.ToImmutableDictionary(bucket => bucket.Region, bucket => bucket.Name),
            ["primaryBucketRegion"] = settings.Storage.PrimaryRegion,
            ["accessPoint"] = documents.AccessPoint.Arn,
            ["temporalNamespace"] = workflows.NamespaceId,
            ["temporalAddress"] = workflows.Address,
            ["temporalRegionalAddresses"] = workflows.RegionalAddresses,
            ["temporalTaskQueue"] = settings.Temporal.TaskQueue,
            ["temporalApiKey"] = workflows.WorkerKey,
            ["frontendUrl"] = frontend.Url,
            ["frontendHealth"] = frontend.HealthUrl,
            ["targets"] = Targets(settings.Targets),
            ["usage"] = Usage(settings.Usage),
            ["plans"] = new Dictionary<string, string>
            {
                ["fly"] = settings.Usage.FlyPlan,
                ["vercel"] = settings.Usage.VercelPlan,
                ["temporal"] = settings.Usage.TemporalPlan,
            }.ToImmutableDictionary(),
        };
    }

    private static ImmutableDictionary<string, int> Usage(UsageSettings usage) => new Dictionary<string, int>
    {
        ["documentsPerMonth"] = usage.DocumentsPerMonth,
        ["documentKilobytes"] = usage.DocumentKilobytes,
        ["storedGigabytes"] = usage.StoredGigabytes,
        ["temporalActionsPerDocument"] = usage.ActionsPerDocument,
        ["parsingBusyPercent"] = usage.BusyPercent,
        ["frontendRequestsPerMonth"] = usage.FrontendRequests,
        ["frontendGigabytesPerMonth"] = usage.FrontendGigabytes,
        ["quietMonthPercent"] = usage.QuietPercent,
        ["busyMonthPercent"] = usage.RushPercent,
        ["vercelSeats"] = usage.VercelSeats,
        ["workersNeeded"] = usage.WorkersNeeded,
    }.ToImmutableDictionary();

    private static ImmutableDictionary<string, object> Targets(TargetSettings targets) => new Dictionary<string, object>
    {
        ["instanceSeconds"] = targets.InstanceSeconds,
        ["regionSeconds"] = targets.RegionSeconds,
        ["partitionSeconds"] = targets.PartitionSeconds,
        ["storageSeconds"] = targets.StorageSeconds,
        ["availabilityPercent"] = (double)targets.AvailabilityPercent,
        ["monthlyBudgetMinUsd"] = targets.MonthlyBudgetMinUsd,
        ["monthlyBudgetMaxUsd"] = targets.MonthlyBudgetMaxUsd,
    }.ToImmutableDictionary();
}
