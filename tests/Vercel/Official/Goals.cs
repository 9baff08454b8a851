using System.Text.Json.Nodes;

namespace PipAi.Vercel.Tests.Official;

/// <summary>What programs want of Vercel, one wish after the other. PROJECT stands for the id of a project.</summary>
public static class Goals
{
    internal const string Project = "vercel:index/project:Project";
    internal const string Variable = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";
    internal const string Domain = "vercel:index/projectDomain:ProjectDomain";
    internal const string Deployment = "vercel:index/deployment:Deployment";
    internal const string Retention = "vercel:index/projectDeploymentRetention:ProjectDeploymentRetention";

    /// <summary>The project that other things belong to.</summary>
    internal const string Host = "{\"name\":\"host\",\"gitRepository\":{\"type\":\"github\",\"repo\":\"a/b\"}}";

    private const string Frontend = """
        {"name":"front","framework":"nextjs","nodeVersion":"24.x","gitRepository":{"type":"github","repo":"pip-ai/frontend","productionBranch":"release"},
         "gitForkProtection":true,"prioritiseProductionBuilds":true,"resourceConfig":{"fluid":true,"functionDefaultRegions":["iad1","cle1"]},
         "oidcTokenConfig":{"issuerMode":"team"},"skewProtection":"12 hours","vercelAuthentication":{"deploymentType":"standard_protection_new"}}
        """;

    private static readonly string[] Properties =
    [
        "\"autoAssignCustomDomains\":false", "\"automaticallyExposeSystemEnvironmentVariables\":true", "\"buildCommand\":\"b\"",
        "\"devCommand\":\"d\"",
        "\"directoryListing\":true", "\"enablePreviewFeedback\":true", "\"enablePreviewFeedback\":false",
        "\"enableProductionFeedback\":true",
        "\"framework\":\"astro\"", "\"functionFailover\":true", "\"gitForkProtection\":false", "\"ignoreCommand\":\"g\"",
        "\"installCommand\":\"i\"",
        "\"nodeVersion\":\"22.x\"", "\"oidcTokenConfig\":{\"issuerMode\":\"global\"}", "\"outputDirectory\":\"o\"",
        "\"previewDeploymentsDisabled\":true",
        "\"passwordProtection\":{\"deploymentType\":\"all_deployments\",\"password\":\"pw\"}", "\"prioritiseProductionBuilds\":true",
        "\"protectedSourcemaps\":true", "\"rootDirectory\":\"r\"", "\"skewProtection\":\"7 days\"", "\"resourceConfig\":{\"fluid\":false}",
        "\"resourceConfig\":{\"functionDefaultCpuType\":\"performance\",\"functionDefaultTimeout\":60}",
        "\"vercelAuthentication\":{\"deploymentType\":\"none\"}",
        "\"vercelAuthentication\":{\"deploymentType\":\"only_preview_deployments\"}",
        "\"gitRepository\":{\"type\":\"github\",\"repo\":\"a/b\"}",
        "\"gitRepository\":{\"type\":\"gitlab\",\"repo\":\"a/b\",\"productionBranch\":\"x\"}",
        "\"gitRepository\":{\"type\":\"bitbucket\",\"repo\":\"a/b\"}",
        "\"gitRepository\":{\"type\":\"github\",\"repo\":\"a/b\",\"deployHooks\":[{\"name\":\"h\",\"ref\":\"main\"}]}",
        "\"environments\":[{\"key\":\"A\",\"value\":\"1\",\"sensitive\":false,\"targets\":[\"preview\"],\"comment\":\"c\",\"gitBranch\":\"x\"}]",
        "\"environments\":[{\"key\":\"S\",\"value\":\"2\",\"sensitive\":true,\"targets\":[\"production\"],\"comment\":\"c\"}]",
    ];

    /// <summary>Each property of a project: not set, set, null, not set.</summary>
    public static TheoryData<string> ProjectProperties => [.. Properties];

    /// <summary>Type, and one wish after the other.</summary>
    public static TheoryData<string, string[]> Lives => new()
    {
        {
            Project,
            [
                Frontend,
                Frontend.Replace("nextjs", "astro", StringComparison.Ordinal).Replace(
                    "pip-ai/frontend", "pip-ai/other", StringComparison.Ordinal),
                "{\"name\":\"renamed\"}",
            ]
        },
        { Project, [$"{{\"name\":\"all\",{string.Join(',', Properties.DistinctBy(Name))}}}", "{\"name\":\"all\"}"] },
        {
            Variable,
            [
                Named("\"value\":\"v\",\"sensitive\":false,\"targets\":[\"production\",\"preview\"],\"comment\":\"c\",\"gitBranch\":\"b\""),
                Named("\"value\":\"w\",\"sensitive\":false,\"targets\":[\"preview\"],\"gitBranch\":\"b\""),
            ]
        },
        {
            Variable,
            [
                Named("\"value\":\"v\",\"sensitive\":true,\"targets\":[\"production\"],\"comment\":null"),
                Named("\"value\":\"w\",\"sensitive\":true,\"targets\":[\"preview\",\"production\"],\"comment\":\"c\""),
            ]
        },
        { Variable, [Named("\"valueWo\":\"v\",\"sensitive\":true,\"targets\":[\"production\"]")] },
        {
            Domain,
            [
                Homed(""),
                Homed(",\"gitBranch\":\"dev\""),
                Homed(",\"redirect\":null"),
                Homed(",\"redirect\":\"OTHER.vercel.app\",\"redirectStatusCode\":308"),
                Homed(""),
            ]
        },
        { Deployment, [Deployed("\"ref\":\"main\",\"production\":true,\"meta\":{\"variables\":\"1\"},\"environment\":{\"A\":\"b\"}")] },
        { Deployment, [Deployed("\"ref\":\"dev\"")] },
        {
            Retention,
            [
                "{\"projectId\":\"PROJECT\"}",
                "{\"projectId\":\"PROJECT\",\"expirationPreview\":\"1m\",\"expirationProduction\":\"unlimited\",\"expirationCanceled\":\"1d\",\"expirationErrored\":\"1w\"}",
                "{\"projectId\":\"PROJECT\",\"expirationPreview\":\"2m\",\"expirationErrored\":null}",
            ]
        },
    };

    /// <summary>The wishes about one property.</summary>
    internal static string[] About(string property)
    {
        var name = Name(property);
        return [
            "{\"name\":\"one\"}",
            $"{{\"name\":\"one\",{property}}}",
            $"{{\"name\":\"one\",\"{name}\":null}}",
            $"{{\"name\":\"one\",{property}}}",
            "{\"name\":\"one\"}",
        ];
    }

    /// <summary>A wish with the id of its project.</summary>
    internal static JsonObject Read(string goal, string project) => JsonNode.Parse(
        goal.Replace("PROJECT", project, StringComparison.Ordinal).Replace("OTHER", "host", StringComparison.Ordinal))!.AsObject();

    private static string Name(string property) => property.Split('"')[1];

    private static string Named(string properties) => $"{{\"projectId\":\"PROJECT\",\"key\":\"K\",{properties}}}";

    private static string Deployed(string properties) => $"{{\"projectId\":\"PROJECT\",\"deleteOnDestroy\":true,{properties}}}";

    private static string Homed(string properties) => $"{{\"projectId\":\"PROJECT\",\"domain\":\"a.example.com\"{properties}}}";
}
