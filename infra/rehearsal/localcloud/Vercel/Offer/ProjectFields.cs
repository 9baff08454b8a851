using System.Collections.Immutable;
using static PipAi.LocalCloud.Vercel.Offer.VercelField;

namespace PipAi.LocalCloud.Vercel.Offer;

/// <summary>What can be set on a project: some of it when the project is made, most of it afterwards.</summary>
internal static class ProjectFields
{
    private static readonly ImmutableArray<string> Protected =
    [
        "all",
        "preview",
        "prod_deployment_urls_and_all_previews",
        "all_except_custom_domains",
    ];

    /// <summary>What both the call that makes a project and the one that changes it take.</summary>
    private static readonly ImmutableArray<VercelField> Both =
    [
        Text("buildCommand"),
        Text("commandForIgnoringBuildStep"),
        Text("devCommand"),
        Flag("enableAffectedProjectsDeployments"),
        Flag("enablePreviewFeedback"),
        Flag("enableProductionFeedback"),
        Choice("framework", Frameworks.All),
        Text("installCommand"),
        Object("oidcTokenConfig", Flag("enabled"), Choice("issuerMode", "team", "global")),
        Text("outputDirectory"),
        Text("previewDeploymentSuffix"),
        Flag("previewDeploymentsDisabled"),
        Object("resourceConfig",
            Choice("buildMachineType", "basic", "standard", "enhanced", "turbo", "elastic"), Flag("elasticConcurrencyEnabled"),
            Flag("fluid"),
            Choice("functionDefaultMemoryType", "standard_legacy", "standard", "performance", "performance_xl"),
            Texts("functionDefaultRegions"), Number("functionDefaultTimeout")),
        Text("rootDirectory"),
        Text("serverlessFunctionRegion"),
        Flag("serverlessFunctionZeroConfigFailover"),
        // Vercel's Terraform provider says "none" where others say null.
        Object("ssoProtection", Choice("deploymentType", [.. Protected, "none"]).Required),
    ];

    /// <summary>A project to make.</summary>
    public static ImmutableArray<VercelField> Made { get; } =
    [
        Text("name").Required,
        .. Both,
        Object("gitRepository", Choice("type", "github", "gitlab", "bitbucket").Required, Text("repo").Required),
        Objects("environmentVariables", [.. VariableFields.Made, Text("id"), Nothing("decrypted")]),
    ];

    /// <summary>A change of a project.</summary>
    public static ImmutableArray<VercelField> Changed { get; } =
    [
        Text("name"),
        .. Both,
        Flag("autoAssignCustomDomains"),
        Flag("autoExposeSystemEnvs"),
        Flag("customerSupportCodeVisibility"),
        Flag("directoryListing"),
        Flag("enableExternalRewriteCaching"),
        Object("gitComments", Flag("onCommit").Required, Flag("onPullRequest").Required),
        Flag("gitForkProtection"),
        Flag("gitLFS"),
        Object("gitProviderOptions",
            Choice("createDeployments", "enabled", "disabled"), Flag("disableRepositoryDispatchEvents"), Flag("gitCommitStatus"),
            Flag("requireVerifiedCommits"),
            Object("consolidatedGitCommitStatus", Flag("enabled").Required, Flag("propagateFailures").Required)),
        Choice("nodeVersion", "24.x", "22.x", "20.x", "18.x"),
        Object("optionsAllowlist", Objects("paths", Text("value").Required).Required),
        Object("passwordProtection", Choice("deploymentType", Protected).Required, Text("password")),
        Flag("productionDeploymentsFastLane"),
        Flag("protectedSourcemaps"),
        Number("skewProtectionBoundaryAt"),
        Number("skewProtectionMaxAge"),
        Flag("sourceFilesOutsideRootDirectory"),
        Object("trustedIps",
            Choice("deploymentType", [.. Protected, "production"]).Required,
            Objects("addresses", Text("value").Required, Text("note")).Required,
            Choice("protectionMode", "additional", "exclusive").Required),
        Object("trustedSources", Map("projects"), Map("oidcProviders")),
    ];
}
