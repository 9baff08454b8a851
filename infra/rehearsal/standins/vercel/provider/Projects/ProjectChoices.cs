namespace PipAi.Providers.Vercel.Projects;

/// <summary>Settings that have other names, or another form, in the API.</summary>
internal static class ProjectChoices
{
    /// <summary>The protection of a project whose program says nothing.</summary>
    public const string StandardProtection = "standard_protection_new";

    /// <summary>What a deployment protection can be, with the API's names.</summary>
    public static ImmutableDictionary<string, string> Protections { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [StandardProtection] = "all_except_custom_domains",
        ["standard_protection"] = "prod_deployment_urls_and_all_previews",
        ["all_deployments"] = "all",
        ["only_preview_deployments"] = "preview",
    }.ToImmutableDictionary();

    /// <summary>What skew protection can be, in seconds.</summary>
    public static ImmutableDictionary<string, int> Skews { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["30 minutes"] = 1_800,
        ["4 hours"] = 14_400,
        ["12 hours"] = 43_200,
        ["1 day"] = 86_400,
        ["7 days"] = 604_800,
    }.ToImmutableDictionary();
}
