using System.Collections.Immutable;
using PipAi.Infra.Monitoring;
using PipAi.Infra.Settings;
using Pulumi;

namespace PipAi.Infra;

/// <summary>What is watched, and who is told: copies that lag, backups that fail, endpoints that do not answer.</summary>
internal static class PlatformMonitoring
{
    /// <summary>Declares topics, alarms and checks.</summary>
    public static void Declare(PlatformSettings settings, PlatformParts parts, ComponentResourceOptions? all)
    {
        var (suffix, tags) = (settings.Names.Suffix, settings.Tags);
        var topics = new AlertTopics("alerts", new AlertTopicsArgs
        {
            Regions = [.. settings.Storage.Regions, .. settings.Storage.RetiringRegions, settings.Monitoring.MetricsRegion],
            Subscribers = settings.Monitoring.Subscribers,
            NameSuffix = suffix,
            Tags = tags,
        }, all);
        _ = new ReplicationAlarms("replication", new ReplicationAlarmsArgs
        {
            Buckets = parts.Documents.Buckets,
            LagSeconds = settings.Storage.LagAlarmSeconds,
            Topics = topics,
            NameSuffix = suffix,
            Tags = tags,
        }, all);
        _ = new RecoveryAlarms("recovery", new RecoveryAlarmsArgs
        {
            Recoveries = parts.Documents.Recovery.Regions,
            Topics = topics,
            NameSuffix = suffix,
            Tags = tags,
        }, all);
        _ = new EndpointAlarms("endpoints", new EndpointAlarmsArgs
        {
            Settings = settings.Monitoring,
            Topics = topics,
            NameSuffix = suffix,
            Tags = tags,
            Endpoints = Endpoints(parts),
        }, all);
    }

    private static ImmutableArray<PublicEndpoint> Endpoints(PlatformParts parts) =>
    [
        new("workers", "The worker fleet", parts.Workers.Host, "/health"),
        new("parsing", "The parsing service", parts.Parsing.Host, "/healthcheck"),
        new("frontend", "The frontend", parts.Frontend.Host, "/api/health"),
    ];
}
