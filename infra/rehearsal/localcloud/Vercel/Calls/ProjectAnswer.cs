using System.Text.Json.Nodes;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Calls;

/// <summary>A project as the API shows it: every setting is there, what nobody set as Vercel's default.</summary>
internal static class ProjectAnswer
{
    private const int MostDeployments = 10;

    private const string Defaults = """
        {"autoAssignCustomDomains":true,"autoExposeSystemEnvs":true,"buildCommand":null,"commandForIgnoringBuildStep":null,
         "customerSupportCodeVisibility":false,"devCommand":null,"directoryListing":false,"enableAffectedProjectsDeployments":false,
         "enableExternalRewriteCaching":false,"enablePreviewFeedback":null,"enableProductionFeedback":null,"framework":null,
         "gitComments":{"onCommit":false,"onPullRequest":true},"gitForkProtection":true,"gitLFS":false,
         "gitProviderOptions":{"createDeployments":"enabled"},"installCommand":null,"nodeVersion":"24.x",
         "oidcTokenConfig":{"enabled":true,"issuerMode":"team"},"optionsAllowlist":null,"outputDirectory":null,"passwordProtection":null,
         "previewDeploymentSuffix":null,"previewDeploymentsDisabled":false,"productionDeploymentsFastLane":false,"protectedSourcemaps":false,
         "resourceConfig":{"elasticConcurrencyEnabled":false,"fluid":true,"functionDefaultMemoryType":"standard",
         "functionDefaultRegions":["iad1"],"functionDefaultTimeout":300},"rootDirectory":null,
         "serverlessFunctionZeroConfigFailover":false,"skewProtectionMaxAge":0,"sourceFilesOutsideRootDirectory":true,
         "ssoProtection":null,"trustedIps":null,"trustedSources":null}
        """;

    /// <summary>Shows it.</summary>
    public static JsonObject Of(VercelProject project)
    {
        var json = JsonNode.Parse(Defaults)!.AsObject();
        var resources = json["resourceConfig"]!.AsObject();
        foreach (var (name, value) in project.Settings)
        {
            if (name is "resourceConfig" or "oidcTokenConfig" or "gitProviderOptions")
                Overlay(json[name]!.AsObject(), value as JsonObject ?? []);
            else if (name == "serverlessFunctionRegion") resources["functionDefaultRegions"] = new JsonArray(value!.DeepClone());
            else json[name] = value?.DeepClone();
        }

        if (resources["buildMachineType"]?.ToString() == "elastic") resources["buildMachineSelection"] = "elastic";
        json["serverlessFunctionRegion"] = resources["functionDefaultRegions"]?[0]?.DeepClone();
        json["defaultResourceConfig"] = resources.DeepClone();
        Identify(json, project);
        return json;
    }

    private static void Identify(JsonObject json, VercelProject project)
    {
        json["id"] = project.Id;
        json["name"] = project.Name;
        json["accountId"] = project.Team;
        json["createdAt"] = project.CreatedAt;
        json["updatedAt"] = project.UpdatedAt;
        if (project.Link is { } link) json["link"] = link.DeepClone();
        json["deploymentExpiration"] = Retention.Days(project.Expiration);
        json["env"] = new JsonArray([.. project.Variables.Select(variable => variable.Show(decrypt: false))]);
        json["latestDeployments"] = new JsonArray(
            [.. project.Deployments.Take(MostDeployments).Select(deployment => deployment.DeepClone())]);
        var production = project.Deployments.FirstOrDefault(deployment => (string?)deployment["target"] == "production");
        json["live"] = production is not null;
        json["targets"] = production is null ? new JsonObject() : new JsonObject { ["production"] = production.DeepClone() };
        json["alias"] = new JsonArray([.. project.Domains.Select(domain => new JsonObject
        {
            ["domain"] = domain["name"]!.DeepClone(),
            ["environment"] = "production",
            ["target"] = "PRODUCTION",
            ["deployment"] = null,
        })]);
    }

    private static void Overlay(JsonObject json, JsonObject set)
    {
        foreach (var (name, value) in set) json[name] = value?.DeepClone();
    }
}
