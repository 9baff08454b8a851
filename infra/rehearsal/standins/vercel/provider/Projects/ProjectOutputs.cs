using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Providers.Vercel.Api;
using PipAi.Providers.Vercel.Variables;

namespace PipAi.Providers.Vercel.Projects;

/// <summary>A project as the API shows it, in the package's names. What is null there is not there here.</summary>
internal static class ProjectOutputs
{
    private static readonly ImmutableSortedDictionary<string, string> Others = new Dictionary<string, string>
    {
        ["customerSuccessCodeVisibility"] = "customerSupportCodeVisibility",
        ["enableAffectedProjectsDeployments"] = "enableAffectedProjectsDeployments",
        ["enablePreviewFeedback"] = "enablePreviewFeedback",
        ["enableProductionFeedback"] = "enableProductionFeedback",
        ["gitLfs"] = "gitLFS",
        ["name"] = "name",
        ["nodeVersion"] = "nodeVersion",
        ["previewComments"] = "enablePreviewFeedback",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Outputs that only the API can tell where the program does not say them.</summary>
    public static IEnumerable<string> Told =>
    [
        "id", "buildMachineType", "onDemandConcurrentBuilds", "resourceConfig", "vercelAuthentication",
        .. Others.Keys, .. ProjectJson.Flags.Keys,
    ];

    /// <summary>Reads it.</summary>
    /// <param name="project">The API's answer.</param>
    /// <param name="inputs">What the API never shows: a password, the values of sensitive variables.</param>
    /// <param name="variables">The project's variables, where the program says that they are its own.</param>
    public static PropertyMap Read(JsonObject project, PropertyMap inputs, JsonArray variables)
    {
        var found = PropertyMap.Empty;
        foreach (var (property, name) in Others.Concat(ProjectJson.Texts).Concat(ProjectJson.Flags))
            found = found.With(property, Json.Read(project[name]));
        var resources = project["resourceConfig"] as JsonObject ?? [];
        found = found
            .With("buildMachineType", (string?)resources["buildMachineType"] ?? "")
            .With("onDemandConcurrentBuilds", (bool?)resources["elasticConcurrencyEnabled"] ?? false)
            .With("resourceConfig", Members(ProjectJson.Resources.Select(part => (part.Key, Json.Read(resources[part.Value])))))
            .With("oidcTokenConfig", Members([("issuerMode", Json.Read(project["oidcTokenConfig"]?["issuerMode"]))]))
            .With("vercelAuthentication", Members([("deploymentType", new PropertyValue(Protection(project["ssoProtection"]) ?? "none"))]))
            .With("skewProtection", ProjectChoices.Skews.FirstOrDefault(skew => skew.Value == (int?)project["skewProtectionMaxAge"]).Key);
        if (project["link"] is JsonObject link)
            found = found.With("gitRepository", Repository(link, inputs.Map("gitRepository").Has("deployHooks")));
        if (Protection(project["passwordProtection"]) is { } password)
            found = found.With("passwordProtection", Members(
                [
                    ("deploymentType", new PropertyValue(password)),
                    ("password", new PropertyValue(inputs.Map("passwordProtection").Text("password") ?? "")),
                ]));
        if (inputs.Has("environments"))
            found = found.With("environments", new PropertyValue([.. variables.Select(item => Variable(item!.AsObject(), inputs))]));
        return found;
    }

    private static PropertyValue Repository(JsonObject link, bool hooks)
    {
        var repository = (string?)link["type"] switch
        {
            "github" => $"{(string?)link["org"]}/{(string?)link["repo"]}",
            "gitlab" => $"{(string?)link["projectNamespace"]}/{Path.GetFileNameWithoutExtension((string?)link["projectUrl"])}",
            _ => $"{(string?)link["owner"]}/{(string?)link["slug"]}",
        };
        var listed = (link["deployHooks"] as JsonArray ?? []).Select(hook => Members(
            ((string[])["id", "name", "ref", "url"]).Select(name => (name, Json.Read(hook![name])))));
        return Members(
        [
            ("type", Json.Read(link["type"])),
            ("repo", new PropertyValue(repository)),
            ("productionBranch", Json.Read(link["productionBranch"])),
            ("deployHooks", hooks ? new PropertyValue([.. listed]) : PropertyValue.Null),
        ]);
    }

    private static PropertyValue Variable(JsonObject variable, PropertyMap inputs)
    {
        var known = inputs.Objects("environments").FirstOrDefault(one => one.Text("key") == (string?)variable["key"], PropertyMap.Empty);
        var shown = VariableJson.Show(variable).With("id", (string?)variable["id"]);
        return new PropertyValue(
            shown.Flag("sensitive") == true
                ? shown.With("value", known.Text("value") ?? "") : shown.With("value", (string?)variable["value"]));
    }

    private static string? Protection(JsonNode? protection) => (string?)protection?["deploymentType"] is { } type
        ? ProjectChoices.Protections.FirstOrDefault(one => one.Value == type, KeyValuePair.Create(type, type)).Key
        : null;

    private static PropertyValue Members(IEnumerable<(string Name, PropertyValue Value)> members) =>
        new(members.Where(member => !member.Value.IsNull).ToImmutableDictionary(member => member.Name, member => member.Value));
}
