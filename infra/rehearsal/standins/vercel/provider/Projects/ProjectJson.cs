using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Providers.Vercel.Api;
using PipAi.Providers.Vercel.Variables;

namespace PipAi.Providers.Vercel.Projects;

/// <summary>
/// A project as the API takes it. It is made with some of its settings and changed to the rest. A change says every setting, as the
/// official provider does: one that is not said would stay, one that is null is taken away.
/// </summary>
internal static class ProjectJson
{
    /// <summary>Texts that null takes away, with the API's names for them.</summary>
    public static readonly ImmutableSortedDictionary<string, string> Texts = Names(
        "buildCommand", "devCommand", "framework", "installCommand", "outputDirectory", "rootDirectory").Add(
            "ignoreCommand", "commandForIgnoringBuildStep");

    /// <summary>Flags that are false or true, never null; those that nobody sets stay what they are.</summary>
    public static readonly ImmutableSortedDictionary<string, string> Flags = Names(
        "autoAssignCustomDomains", "directoryListing", "gitForkProtection", "previewDeploymentsDisabled", "protectedSourcemaps").AddRange(
        new Dictionary<string, string>
        {
            ["automaticallyExposeSystemEnvironmentVariables"] = "autoExposeSystemEnvs",
            ["functionFailover"] = "serverlessFunctionZeroConfigFailover",
            ["prioritiseProductionBuilds"] = "productionDeploymentsFastLane",
        });

    /// <summary>Parts of the resource configuration, with the API's names for them.</summary>
    public static readonly ImmutableSortedDictionary<string, string> Resources =
        Names("fluid", "functionDefaultRegions", "functionDefaultTimeout").Add("functionDefaultCpuType", "functionDefaultMemoryType");

    /// <summary>Settings that keep their value where the program stops saying one.</summary>
    public static IEnumerable<string> Kept => [.. Flags.Keys, "enableProductionFeedback", "nodeVersion", "vercelAuthentication"];

    /// <summary>A new project.</summary>
    public static JsonObject Made(PropertyMap inputs)
    {
        var body = new JsonObject { ["name"] = inputs.RequiredText("name") };
        foreach (var (property, name) in Texts) body[name] = inputs.Text(property);
        body["previewDeploymentsDisabled"] = inputs.Flag("previewDeploymentsDisabled") ?? false;
        if (inputs.Object("gitRepository") is { } repository) body["gitRepository"] = Repository(repository);
        if (inputs.Objects("environments") is { IsEmpty: false } variables)
            body["environmentVariables"] = new JsonArray([.. variables.Select(VariableJson.Write)]);
        return Add(body, inputs);
    }

    /// <summary>The change to a project.</summary>
    /// <param name="goal">The inputs, and what stays where they say nothing.</param>
    public static JsonObject Changed(PropertyMap goal)
    {
        var body = new JsonObject
        {
            ["name"] = goal.RequiredText("name"),
            ["skewProtectionMaxAge"] = ProjectChoices.Skews.GetValueOrDefault(goal.Text("skewProtection") ?? ""),
        };
        foreach (var (property, name) in Texts) body[name] = goal.Text(property);
        foreach (var (property, name) in Flags) body[name] = goal.Flag(property) ?? false;
        if (goal.Text("nodeVersion") is { } version) body["nodeVersion"] = version;
        body["passwordProtection"] = goal.Object("passwordProtection") is { } password
            ? new JsonObject { ["deploymentType"] = Protection(password), ["password"] = password.Text("password") }
            : null;
        return Add(body, goal);
    }

    /// <summary>A repository to link.</summary>
    public static JsonObject Repository(PropertyMap repository) =>
        new() { ["type"] = repository.Text("type"), ["repo"] = repository.Text("repo") };

    private static JsonObject Add(JsonObject body, PropertyMap inputs)
    {
        body["enablePreviewFeedback"] = inputs.Flag("enablePreviewFeedback");
        body["enableProductionFeedback"] = inputs.Flag("enableProductionFeedback") ?? false;
        body["oidcTokenConfig"] = new JsonObject { ["issuerMode"] = inputs.Map("oidcTokenConfig").Text("issuerMode") ?? "team" };
        body["ssoProtection"] = new JsonObject { ["deploymentType"] = Protection(inputs.Map("vercelAuthentication")) };
        var given = inputs.Map("resourceConfig").WithoutNulls();
        if (!given.IsEmpty)
            body["resourceConfig"] = new JsonObject(given.Select(part => KeyValuePair.Create(Resources[part.Key], Json.Write(part.Value))));
        return body;
    }

    private static string Protection(PropertyMap protection)
    {
        var type = protection.Text("deploymentType") ?? ProjectChoices.StandardProtection;
        return ProjectChoices.Protections.GetValueOrDefault(type, type);
    }

    private static ImmutableSortedDictionary<string, string> Names(params string[] names) =>
        names.ToImmutableSortedDictionary(name => name, name => name, StringComparer.Ordinal);
}
