using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Providers.Vercel.Api;

namespace PipAi.Providers.Vercel.Projects;

/// <summary>A project as the API takes and shows it: many properties have other names there, a few another form.</summary>
internal static class ProjectJson
{
    /// <summary>Properties that travel as they are, with the API's names for them.</summary>
    private static readonly ImmutableSortedDictionary<string, string> Plain = new Dictionary<string, string>
    {
        ["autoAssignCustomDomains"] = "autoAssignCustomDomains",
        ["automaticallyExposeSystemEnvironmentVariables"] = "autoExposeSystemEnvs",
        ["buildCommand"] = "buildCommand",
        ["devCommand"] = "devCommand",
        ["directoryListing"] = "directoryListing",
        ["enablePreviewFeedback"] = "enablePreviewFeedback",
        ["enableProductionFeedback"] = "enableProductionFeedback",
        ["framework"] = "framework",
        ["functionFailover"] = "serverlessFunctionZeroConfigFailover",
        ["gitForkProtection"] = "gitForkProtection",
        ["ignoreCommand"] = "commandForIgnoringBuildStep",
        ["installCommand"] = "installCommand",
        ["nodeVersion"] = "nodeVersion",
        ["outputDirectory"] = "outputDirectory",
        ["previewDeploymentsDisabled"] = "previewDeploymentsDisabled",
        ["prioritiseProductionBuilds"] = "productionDeploymentsFastLane",
        ["protectedSourcemaps"] = "protectedSourcemaps",
        ["rootDirectory"] = "rootDirectory",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Protections = new(StringComparer.Ordinal)
    {
        ["standard_protection_new"] = "all_except_custom_domains",
        ["standard_protection"] = "prod_deployment_urls_and_all_previews",
        ["all_deployments"] = "all",
        ["only_preview_deployments"] = "preview",
        ["only_production_deployments"] = "production",
    };

    private static readonly Dictionary<string, int> Skews = new(StringComparer.Ordinal)
    {
        ["30 minutes"] = 1_800,
        ["12 hours"] = 43_200,
        ["1 day"] = 86_400,
        ["7 days"] = 604_800,
    };

    /// <summary>What a deployment protection can be.</summary>
    public static IEnumerable<string> ProtectionNames => Protections.Keys.Append("none");

    /// <summary>What skew protection can be.</summary>
    public static IEnumerable<string> SkewNames => Skews.Keys;

    /// <summary>Writes a project; what the program does not set is left to Vercel, or in an update put back.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="old">The inputs of the last deployment; empty for a new project.</param>
    public static JsonObject Write(PropertyMap inputs, PropertyMap old)
    {
        var body = new JsonObject { ["name"] = inputs.RequiredText("name") };
        foreach (var (property, name) in Plain) Set(property, name, Json.Write);
        Set("resourceConfig", "resourceConfig", value => Resources(value));
        Set("oidcTokenConfig", "oidcTokenConfig", value => Issuer(value));
        Set("skewProtection", "skewProtectionMaxAge", value => Skews[Text(value)]);
        Set("vercelAuthentication", "ssoProtection", value => Protection(value));
        Set("passwordProtection", "passwordProtection", value => Protection(value));
        if (inputs.Object("gitRepository") is { } repository && (old.IsEmpty || Differs(inputs, old, "gitRepository")))
            body["gitRepository"] = new JsonObject { ["type"] = repository.Text("type"), ["repo"] = repository.Text("repo") };
        return body;

        void Set(string property, string name, Func<PropertyValue, JsonNode?> write)
        {
            if (inputs.TryGetValue(property, out var value) && !value.IsNull) body[name] = write(value);
            else if (old.Has(property)) body[name] = null;
        }
    }

    /// <summary>The inputs as the API shows them, for those that the program set.</summary>
    public static PropertyMap Read(JsonObject project, PropertyMap known)
    {
        var found = known.With("name", (string?)project["name"]);
        foreach (var (property, name) in Plain)
            if (known.IsEmpty || known.Has(property)) found = found.With(property, Json.Read(project[name]));
        if (project["link"] is JsonObject link && (known.IsEmpty || known.Has("gitRepository")))
            found = found.With("gitRepository", new PropertyValue(known.Map("gitRepository")
                .With("type", (string?)link["type"])
                .With("repo", $"{(string?)link["org"]}/{(string?)link["repo"]}")
                .With("productionBranch", (string?)link["productionBranch"])));
        return found;
    }

    private static bool Differs(PropertyMap inputs, PropertyMap old, string property) =>
        !JsonNode.DeepEquals(Json.Write(inputs[property]), Json.Write(old.GetValueOrDefault(property, PropertyValue.Null)));

    private static JsonObject Resources(PropertyValue value)
    {
        var given = value.TryGetMap(out var members) ? members : PropertyMap.Empty;
        var body = new JsonObject();
        foreach (var (property, member) in given)
            body[property == "functionDefaultCpuType" ? "functionDefaultMemoryType" : property] = Json.Write(member);
        return body;
    }

    private static JsonObject Issuer(PropertyValue value) => new()
    {
        ["enabled"] = true,
        ["issuerMode"] = value.TryGetMap(out var members) ? members.Text("issuerMode") ?? "team" : "team",
    };

    private static JsonObject? Protection(PropertyValue value)
    {
        var members = value.TryGetMap(out var given) ? given : PropertyMap.Empty;
        if (members.Text("deploymentType") is not { } type || type == "none") return null;
        var body = new JsonObject { ["deploymentType"] = Protections[type] };
        if (members.Text("password") is { } password) body["password"] = password;
        return body;
    }

    private static string Text(PropertyValue value) => value.TryGetString(out var text) ? text : "";
}
