using PipAi.Infra.Frontend;
using PipAi.Infra.Identity;
using PipAi.Infra.Monitoring;
using PipAi.Infra.Parsing;
using PipAi.Infra.Settings;
using PipAi.Infra.Storage;
using PipAi.Infra.Temporal;
using PipAi.Infra.Workers;
using Pulumi;

namespace PipAi.Infra;

/// <summary>The whole platform on one screen: what there is, and what is told about what.</summary>
internal static class PipAiStack
{
    /// <summary>Declares everything and returns the stack's outputs.</summary>
    /// <param name="settings">The stack's settings.</param>
    /// <param name="all">Options of every component; null for none.</param>
    public static IDictionary<string, object?> Declare(PlatformSettings settings, ComponentResourceOptions? all = null)
    {
        var (suffix, tags, workersApp) = (settings.NameSuffix, settings.Tags, $"pip-ai-temporal-workers{settings.NameSuffix}");
        var (replicationRole, recoveryRole) = ($"pip-ai-documents-replication{suffix}", $"pip-ai-documents-recovery{suffix}");

        var boundary = new RoleBoundary("boundary", new RoleBoundaryArgs
        {
            BucketPrefix = $"{settings.Storage.BucketPrefix}{suffix}",
            NameSuffix = suffix,
            Tags = tags,
        }, all);
        var documents = new DocumentStore("documents", new DocumentStoreArgs
        {
            Settings = settings.Storage,
            NameSuffix = suffix,
            ReplicationRole = replicationRole,
            RecoveryRole = recoveryRole,
            BoundaryArn = boundary.Arn,
            IsProtected = settings.ProtectsData,
            Tags = tags,
        }, all);
        var machines = new MachineIdentity("machines", new MachineIdentityArgs
        {
            Organization = settings.Workers.Organization,
            AppName = workersApp,
            Tags = tags,
            BoundaryArn = boundary.Arn,
            BucketArns = documents.BucketArns,
            AccessPointArn = documents.AccessPoint.Arn,
        }, all);
        var workflows = new WorkflowNamespace("workflows", new WorkflowNamespaceArgs
        {
            Name = $"pip-ai{suffix}",
            Settings = settings.Temporal,
            IsProtected = settings.ProtectsData,
            Tags = tags,
        }, all);
        var parsing = new ParsingService("parsing", new ParsingServiceArgs
        {
            AppName = $"pip-ai-unstructured-simple{suffix}",
            Organization = settings.Workers.Organization,
            Settings = settings.Parsing,
            Health = settings.Health,
            Tags = tags,
        }, all);
        var workers = new WorkerFleet("workers", new WorkerFleetArgs
        {
            AppName = workersApp,
            Settings = settings.Workers,
            Health = settings.Health,
            Tags = tags,
            TemporalApiKey = workflows.WorkerKey,
            Environment = new InputMap<string>
            {
                ["TEMPORAL_ADDRESS"] = workflows.Address,
                ["TEMPORAL_NAMESPACE"] = workflows.NamespaceId,
                ["TEMPORAL_TASK_QUEUE"] = settings.Temporal.TaskQueue,
                ["DOCUMENT_BUCKETS"] = documents.Listing,
                ["UNSTRUCTURED_URL"] = parsing.InsideUrl,
                ["AWS_ROLE_ARN"] = machines.RoleArn,
                ["AWS_REGION"] = settings.Storage.PrimaryRegion,
            },
        }, all);
        var frontend = new WebFrontend("frontend", new WebFrontendArgs
        {
            Name = $"pip-ai{suffix}",
            Settings = settings.Frontend,
            Variables =
            [
                new FrontendVariable("TEMPORAL_ADDRESS", workflows.Address, IsSecret: false, FrontendVariable.Everywhere, "Where workflows are started"),
                new FrontendVariable("TEMPORAL_NAMESPACE", workflows.NamespaceId, IsSecret: false, FrontendVariable.Everywhere, "Namespace of the workflows"),
                new FrontendVariable("TEMPORAL_API_KEY", workflows.FrontendKey, IsSecret: true, FrontendVariable.Production, "Starts workflows"),
                new FrontendVariable("TEMPORAL_API_KEY", workflows.PreviewKey, IsSecret: true, FrontendVariable.Preview, "Looks at workflows, and no more"),
                new FrontendVariable("DOCUMENT_BUCKETS", documents.Listing, IsSecret: false, FrontendVariable.Everywhere, "Where documents are put, the primary bucket first"),
            ],
        }, all);

        var topics = new AlertTopics("alerts", new AlertTopicsArgs
        {
            Regions = [.. settings.Storage.Regions, settings.Monitoring.MetricsRegion],
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
        _ = new PipelineIdentity("github", new PipelineIdentityArgs
        {
            Settings = settings.Identity,
            NameSuffix = suffix,
            Tags = tags,
            BucketPrefix = $"{settings.Storage.BucketPrefix}{suffix}",
            BoundaryArn = boundary.Arn,
            MachineIssuer = machines.Issuer,
            MachineRole = workersApp,
            ReplicationRole = replicationRole,
            RecoveryRole = recoveryRole,
        }, all);

        return StackOutputs.Of(settings, documents, workflows, parsing, workers, frontend);
    }
}
