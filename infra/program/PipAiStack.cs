using PipAi.Infra.Frontend;
using PipAi.Infra.Identity;
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
        var (names, tags) = (settings.Names, settings.Tags);

        var boundary = new RoleBoundary("boundary", new RoleBoundaryArgs { Names = names, Tags = tags }, all);
        var documents = new DocumentStore("documents", new DocumentStoreArgs
        {
            Settings = settings.Storage,
            Names = names,
            BoundaryArn = boundary.Arn,
            IsProtected = settings.ProtectsData,
            Tags = tags,
        }, all);
        var machines = new WebIdentity("machines", new WebIdentityArgs
        {
            Issuer = settings.Workers.Issuer,
            Audience = "sts.amazonaws.com",
            // A machine's name ends the subject, and machines come and go: any of this app, and of no other.
            Subject = $"{settings.Workers.Organization}:{names.Workers}:*",
            RoleName = names.Workers,
            Description = $"Machines of the Fly app {names.Workers}",
            Policy = BucketPolicies.Process(documents.BucketArns, documents.AccessPoint.Arn),
            BoundaryArn = boundary.Arn,
            Tags = tags,
        }, all);
        var website = new WebIdentity("website", new WebIdentityArgs
        {
            Issuer = settings.Frontend.Issuer,
            Audience = $"https://vercel.com/{settings.Frontend.Team}",
            Subject = $"owner:{settings.Frontend.Team}:project:{names.Platform}:environment:production",
            RoleName = names.WebsiteRole,
            Description = $"Production of the Vercel project {names.Platform}",
            Policy = BucketPolicies.Upload(documents.BucketArns),
            BoundaryArn = boundary.Arn,
            Tags = tags,
        }, all);
        var workflows = new WorkflowNamespace("workflows", new WorkflowNamespaceArgs
        {
            Name = names.Platform,
            Settings = settings.Temporal,
            IsProtected = settings.ProtectsData,
            Tags = tags,
        }, all);
        var parsing = new ParsingService("parsing", new ParsingServiceArgs
        {
            AppName = names.Parsing,
            Organization = settings.Workers.Organization,
            PrimaryRegion = settings.Workers.PrimaryRegion,
            Settings = settings.Parsing,
            Health = settings.Health,
            Tags = tags,
        }, all);
        var workers = new WorkerFleet("workers", new WorkerFleetArgs
        {
            AppName = names.Workers,
            Settings = settings.Workers,
            Health = settings.Health,
            Tags = tags,
            TemporalApiKey = workflows.WorkerKey,
            ParsingApiKey = parsing.ApiKey,
            Parsers = parsing.Machines,
            Environment = new InputMap<string>
            {
                ["TEMPORAL_ADDRESS"] = workflows.Address,
                ["TEMPORAL_NAMESPACE"] = workflows.NamespaceId,
                ["TEMPORAL_TASK_QUEUE"] = settings.Temporal.TaskQueue,
                ["DOCUMENT_BUCKETS"] = documents.Listing,
                ["UNSTRUCTURED_URL"] = parsing.InsideUrl,
                ["UNSTRUCTURED_REGIONS"] = string.Join(
                    ',', settings.Parsing.Regions.Where(region => region.Value > 0).Select(region => region.Key)),
                ["AWS_ROLE_ARN"] = machines.RoleArn,
                ["AWS_REGION"] = settings.Storage.PrimaryRegion,
            },
        }, all);
        var frontend = new WebFrontend("frontend", new WebFrontendArgs
        {
            Name = names.Platform,
            Settings = settings.Frontend,
            Variables =
            [
                new FrontendVariable(
                    "TEMPORAL_ADDRESS", workflows.Address, IsSecret: false, FrontendVariable.Everywhere, "Where workflows are started"),
                new FrontendVariable(
                    "TEMPORAL_NAMESPACE", workflows.NamespaceId, IsSecret: false, FrontendVariable.Everywhere,
                    "Namespace of the workflows"),
                new FrontendVariable(
                    "TEMPORAL_API_KEY", workflows.FrontendKey, IsSecret: true, FrontendVariable.Production, "Starts workflows"),
                new FrontendVariable(
                    "TEMPORAL_API_KEY", workflows.PreviewKey, IsSecret: true, FrontendVariable.Preview, "Looks at workflows, and no more"),
                new FrontendVariable(
                    "AWS_ROLE_ARN", website.RoleArn, IsSecret: false, FrontendVariable.Production, "Who the frontend is in AWS"),
                new FrontendVariable(
                    "DOCUMENT_BUCKETS", documents.Listing, IsSecret: false, FrontendVariable.Everywhere,
                    "Where documents are put, the primary bucket first"),
            ],
        }, all);

        var parts = new PlatformParts(documents, workflows, parsing, workers, frontend);
        PlatformMonitoring.Declare(settings, parts, all);
        _ = new PipelineIdentity("github", new PipelineIdentityArgs
        {
            Settings = settings.Identity,
            Names = names,
            Issuers = [settings.Workers.Issuer, settings.Frontend.Issuer],
            BoundedRoles = [names.Workers, names.WebsiteRole, names.ReplicationRole],
            BoundaryArn = boundary.Arn,
            Tags = tags,
        }, all);
        return StackOutputs.Of(settings, parts);
    }
}
