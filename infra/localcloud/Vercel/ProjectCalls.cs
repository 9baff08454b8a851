using System.Collections.Frozen;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace PipAi.LocalCloud.Vercel;

/// <summary>Calls on projects and their deployment retention.</summary>
internal sealed partial class ProjectCalls(ProjectStore store, TimeProvider time)
{
    private const string Known =
        "name framework rootDirectory buildCommand devCommand installCommand outputDirectory nodeVersion gitRepository environmentVariables "
        + "serverlessFunctionRegion serverlessFunctionZeroConfigFailover resourceConfig defaultResourceConfig autoAssignCustomDomains ssoProtection "
        + "passwordProtection trustedIps optionsAllowlist oidcTokenConfig skewProtectionMaxAge skewProtectionBoundaryAt gitForkProtection "
        + "commandForIgnoringBuildStep previewDeploymentsDisabled enablePreviewFeedback enableProductionFeedback enableAffectedProjectsDeployments "
        + "sourceFilesOutsideRootDirectory gitLFS functionFailover customerSupportCodeVisibility directoryListing autoExposeSystemEnvs "
        + "enableExternalRewriteCaching productionDeploymentsFastLane protectedSourcemaps trustedSources gitProviderOptions buildMachineType";

    private static readonly FrozenSet<string> Properties = Known.Split(' ').ToFrozenSet();
    private static readonly FrozenSet<string> Retention =
        new[] { "expiration", "expirationProduction", "expirationCanceled", "expirationErrored", "deploymentsToKeep" }.ToFrozenSet();
    private static readonly FrozenSet<string> Branch = new[] { "branch" }.ToFrozenSet();
    private static readonly FrozenSet<string> Periods = new[] { "1d", "1w", "1m", "2m", "3m", "6m", "1y", "unlimited" }.ToFrozenSet();
    private static readonly FrozenSet<string> GitProviders = new[] { "github", "gitlab", "bitbucket" }.ToFrozenSet();

    /// <summary>Adds them.</summary>
    public void Map(VercelRoutes routes)
    {
        routes.Map("GET", "projects", _ => Task.FromResult<JsonNode?>(new JsonObject
        {
            ["projects"] = new JsonArray([.. store.All.Select(project => project.Show())]),
            ["pagination"] = new JsonObject { ["count"] = store.All.Count, ["next"] = null, ["prev"] = null },
        }));
        routes.Map("POST", "projects", CreateAsync);
        routes.Map("GET", "projects/{project}", http => Task.FromResult<JsonNode?>(store.Find(VercelRoutes.Part(http, "project")).Show()));
        routes.Map("PATCH", "projects/{project}", UpdateAsync);
        routes.Map("DELETE", "projects/{project}", http =>
        {
            store.Remove(VercelRoutes.Part(http, "project"));
            return Task.FromResult<JsonNode?>(null);
        });
        routes.Map("PATCH", "projects/{project}/branch", SetBranchAsync);
        routes.Map("PATCH", "projects/{project}/deployment-expiration", SetRetentionAsync);
        routes.Map("GET", "projects/{project}/deployment-expiration", http =>
            Task.FromResult<JsonNode?>(store.Find(VercelRoutes.Part(http, "project")).Expiration.DeepClone()));
    }

    private async Task<JsonNode?> CreateAsync(HttpContext http)
    {
        var body = await VercelBody.ReadAsync(http.Request, Properties);
        var name = RequireName(VercelBody.Text(body, "name") ?? throw VercelProblem.Invalid("missing required property `name`."));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var variables = (body["environmentVariables"] as JsonArray ?? []).OfType<JsonObject>().Select(item => VariableCalls.Read(item, now)).ToList();
        body.Remove("environmentVariables");
        var project = store.Add(new VercelProject
        {
            Id = ProjectStore.NewId("prj_", 28),
            Name = name,
            CreatedAt = now,
            UpdatedAt = now,
            Settings = Link(Defaults(body)),
            Variables = variables,
            Domains = [DomainCalls.New(name + ".vercel.app", name, now)],
        });
        return project.Show();
    }

    private async Task<JsonNode?> UpdateAsync(HttpContext http)
    {
        var body = await VercelBody.ReadAsync(http.Request, Properties);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return store.Change(VercelRoutes.Part(http, "project"), project =>
        {
            var settings = project.Settings.DeepClone().AsObject();
            foreach (var (key, value) in body.Where(property => property.Key is not ("name" or "environmentVariables")))
                settings[key] = value?.DeepClone();
            return project with
            {
                Name = VercelBody.Text(body, "name") is { } name ? RequireName(name) : project.Name,
                Settings = Link(settings),
                UpdatedAt = now,
            };
        }).Show();
    }

    private async Task<JsonNode?> SetBranchAsync(HttpContext http)
    {
        var branch = VercelBody.Text(await VercelBody.ReadAsync(http.Request, Branch), "branch")
            ?? throw VercelProblem.Invalid("missing required property `branch`.");
        return store.Change(VercelRoutes.Part(http, "project"), project =>
        {
            var settings = project.Settings.DeepClone().AsObject();
            if (settings["link"] is not JsonObject link) throw new VercelProblem(400, "bad_request", "The project is not linked to a Git repository.");
            link["productionBranch"] = branch;
            return project with { Settings = settings, UpdatedAt = time.GetUtcNow().ToUnixTimeMilliseconds() };
        }).Show();
    }

    private async Task<JsonNode?> SetRetentionAsync(HttpContext http)
    {
        var body = await VercelBody.ReadAsync(http.Request, Retention);
        foreach (var name in Retention.Where(name => name != "deploymentsToKeep"))
            if (VercelBody.Text(body, name) is { } period && !Periods.Contains(period))
                throw VercelProblem.Invalid($"`{name}` should be one of {string.Join(", ", Periods.Order(StringComparer.Ordinal))}.");
        return store.Change(VercelRoutes.Part(http, "project"), project => project with { Expiration = body.DeepClone().AsObject() })
            .Expiration.DeepClone();
    }

    private static string RequireName(string name) => NamePattern().IsMatch(name) && !name.Contains("---", StringComparison.Ordinal)
        ? name
        : throw VercelProblem.Invalid("Project names can be up to 100 characters long and must be lowercase. They can include letters, digits, "
            + "and the following characters: '.', '_', '-'. However, they cannot contain the sequence '---'.");

    private static JsonObject Defaults(JsonObject body)
    {
        var settings = body.DeepClone().AsObject();
        settings.Remove("name");
        settings["nodeVersion"] ??= "22.x";
        settings["autoAssignCustomDomains"] ??= true;
        settings["gitForkProtection"] ??= true;
        return settings;
    }

    // The API takes gitRepository and shows link.
    private static JsonObject Link(JsonObject settings)
    {
        if (settings["gitRepository"] is not JsonObject repository) return settings;
        var (type, name) = (VercelBody.Text(repository, "type"), VercelBody.Text(repository, "repo"));
        if (type is null || !GitProviders.Contains(type) || name is null || name.Split('/') is not [var owner, var repo])
            throw VercelProblem.Invalid("`gitRepository` should have `type` github, gitlab or bitbucket and `repo` owner/name.");
        settings.Remove("gitRepository");
        settings["link"] = new JsonObject { ["type"] = type, ["org"] = owner, ["repo"] = repo, ["productionBranch"] = "main" };
        return settings;
    }

    [GeneratedRegex("^[a-z0-9._-]{1,100}$")]
    private static partial Regex NamePattern();
}
