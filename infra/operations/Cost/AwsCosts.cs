using System.Text.Json;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Cost;

/// <summary>Buckets, their copies and backups, and what watches them.</summary>
internal static class AwsCosts
{
    private const decimal WeeksPerMonth = 365.25m / 12 / 7;
    private const int MetricsPerRule = 4;

    public static IEnumerable<CostLine> Bucket(PlannedResource bucket, CostContext context)
    {
        var (usage, book, region) = (context.Usage, context.Book, bucket.Text("region") ?? "");
        yield return new CostLine(
            bucket.Concern, region, "S3 storage", context.ByUse(usage.StoredGigabytes * book["s3-storage"]), "s3-storage");
        // The document and what was read from it: each is written once, to this bucket or by a copy, and read about once.
        var requests = usage.Documents * 2 / 1000 * (book["s3-write"] + book["s3-read"]);
        yield return new CostLine(bucket.Concern, region, "S3 requests", context.ByUse(requests), "s3-write");
    }

    /// <summary>Only what leaves the region that is written is copied; the way back costs its metrics until it is needed.</summary>
    public static IEnumerable<CostLine> Replication(PlannedResource replication, CostContext context)
    {
        var (book, from) = (context.Book, replication.Text("region") ?? "");
        var rules = replication.List("rules").ToList();
        yield return new CostLine(
            replication.Concern, from, "replication metrics",
            CostRange.Always(rules.Count * MetricsPerRule * book["cloudwatch-metric"]), "cloudwatch-metric");
        if (from != context.Usage.PrimaryBucketRegion) yield break;
        foreach (var rule in rules)
        {
            var to = context.BucketRegions.GetValueOrDefault(Destination(rule).Split(":::")[^1], "");
            var transfer = (from, to) is ("us-east-1", "us-east-2") or ("us-east-2", "us-east-1") ? "s3-transfer-near" : "s3-transfer";
            yield return new CostLine(
                replication.Concern, from, $"copies to {to}", context.ByUse(context.Usage.NewGigabytes * book[transfer]), transfer);
            if (rule.TryGetProperty("destination", out var target) && target.TryGetProperty("replicationTime", out _))
                yield return new CostLine(
                    replication.Concern, from, $"replication time control to {to}",
                    context.ByUse(context.Usage.NewGigabytes * book["s3-replication-time"]), "s3-replication-time");
        }
    }

    /// <summary>The routes cost by what goes through them: nothing while every client writes to its own region's bucket.</summary>
    public static IEnumerable<CostLine> AccessPoint(PlannedResource point, CostContext context)
    {
        var all = context.Usage.NewGigabytes * context.Book["s3-access-point"];
        return [new CostLine(
            point.Concern, "", "multi-region access point", new CostRange(0, 0, all * context.Usage.Rush), "s3-access-point")];
    }

    public static IEnumerable<CostLine> Backup(PlannedResource plan, CostContext context)
    {
        var stored = context.Usage.StoredGigabytes * context.Book["backup-storage"];
        return [new CostLine(plan.Concern, plan.Text("region") ?? "", "AWS Backup", context.ByUse(stored), "backup-storage")];
    }

    public static IEnumerable<CostLine> RestoreTest(PlannedResource plan, CostContext context)
    {
        // The fifth field of AWS's cron is the day of the week; `?` leaves it to the day of the month.
        var isDaily = plan.Text("scheduleExpression")?.Split(' ') is [_, _, _, _, "?" or "*", ..];
        var restores = isDaily ? WeeksPerMonth * 7 : WeeksPerMonth;
        var usd = restores * context.Usage.StoredGigabytes * context.Book["backup-restore"];
        return [new CostLine(plan.Concern, plan.Text("region") ?? "", "restore tests", context.ByUse(usd), "backup-restore")];
    }

    public static IEnumerable<CostLine> Alarm(PlannedResource alarm, CostContext context) =>
        [new CostLine(
            alarm.Concern, alarm.Text("region") ?? "", "alarms", CostRange.Always(context.Book["cloudwatch-alarm"]), "cloudwatch-alarm")];

    public static IEnumerable<CostLine> HealthCheck(PlannedResource check, CostContext context)
    {
        var type = check.Text("type") ?? "";
        var options = new[] { type.StartsWith("HTTPS", StringComparison.Ordinal), type.EndsWith("STR_MATCH", StringComparison.Ordinal),
            check.Number("requestInterval") == 10, check.Flag("measureLatency") }.Count(taken => taken);
        var usd = context.Book["route53-check"] + (options * context.Book["route53-option"]);
        return [new CostLine(check.Concern, "", "checks from outside", CostRange.Always(usd), "route53-check")];
    }

    private static string Destination(JsonElement rule) =>
        rule.TryGetProperty("destination", out var destination) && destination.TryGetProperty("bucket", out var bucket)
            ? bucket.GetString() ?? "" : "";
}
