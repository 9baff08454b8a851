using PipAi.Infra.Frontend;
using PipAi.Infra.Monitoring;
using PipAi.Infra.Parsing;
using PipAi.Infra.Settings;
using PipAi.Infra.Storage;
using PipAi.Infra.Workers;
using Pulumi;

namespace PipAi.Infra;

/// <summary>What is watched, and who is told: copies that lag, backups that fail, endpoints that do not answer.</summary>
internal static class PlatformMonitoring
{
    /// <summary>Declares topics, alarms and checks.</summary>
    public static void Declare(
        PlatformSettings settings, DocumentStore documents, WorkerFleet workers, ParsingService parsing, WebFrontend frontend,
        ComponentResourceOptions? all)
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
            Buckets = documents.Buckets,
            LagSeconds = settings.Storage.LagAlarmSeconds,
            Topics = topics,
            NameSuffix = suffix,
            Tags = tags,
        }, all);
        _ = new RecoveryAlarms("recovery", new RecoveryAlarmsArgs
        {
            Recoveries = documents.Recovery.Regions,
            Topics = topics,
            NameSuffix = suffix,
            Tags = tags,
        }, all);
        _ = new EndpointChecks("endpoints", new EndpointChecksArgs
        {
            Settings = settings.Monitoring,
            Topics = topics,
            NameSuffix = suffix,
            Tags = tags,
            Endpoints =
            [
                new PublicEndpoint("workers", "The worker fleet", workers.Host, "/health"),
                new PublicEndpoint("parsing", "The parsing service", parsing.Host, "/healthcheck"),
                new PublicEndpoint("frontend", "The frontend", frontend.Host, "/api/health"),
            ],
        }, all);
    }
}
