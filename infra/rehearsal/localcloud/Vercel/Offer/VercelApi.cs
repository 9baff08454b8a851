using System.Collections.Immutable;
using PipAi.LocalCloud.Services;
using static PipAi.LocalCloud.Vercel.Offer.VercelField;

namespace PipAi.LocalCloud.Vercel.Offer;

/// <summary>
/// The table of what the local Vercel offers: its routes, what they take and the README's table are made from it. What does not
/// stand here is refused by name.
/// </summary>
internal static class VercelApi
{
    private const string Project = "projects/{project}";

    // Lists are cut into pages by time, as at Vercel: the answer's `next` is the `until` of the next page.
    private static readonly ImmutableArray<VercelField> Page = [Number("limit"), Number("since"), Number("until")];

    private static readonly ImmutableArray<string> Periods = ["1d", "1w", "1m", "2m", "3m", "6m", "1y", "unlimited"];

    /// <summary>All operations.</summary>
    public static ImmutableArray<VercelOperation> Operations { get; } =
    [
        .. Account(),
        .. Projects(),
        .. Variables(),
        .. Domains(),
        .. Deployments(),
    ];

    /// <summary>The table as the README shows it.</summary>
    public static string Markdown() => OfferedOperation.Markdown(Operations.Select(operation => operation.Line));

    private static IEnumerable<VercelOperation> Account() =>
    [
        new("getAuthUser", "GET", "user", 2),
        new("getTeams", "GET", "teams", 2) { Query = Page },
        new("getTeam", "GET", "teams/{team}", 2),
    ];

    private static IEnumerable<VercelOperation> Projects() =>
    [
        new(
            "getProjects", "GET", "projects",
            10) { Query = [.. Page, Number("from"), Text("search"), Text("repo"), Flag("gitForkProtection")] },
        new("createProject", "POST", "projects", 11) { Body = ProjectFields.Made },
        new("getProject", "GET", Project, 10),
        new("updateProject", "PATCH", Project, 10) { Body = ProjectFields.Changed },
        new("deleteProject", "DELETE", Project, 10),
        new("updateProductionBranch", "PATCH", Project + "/branch", 9) { Body = [Text("branch").Required] },
        new("linkProject", "POST", Project + "/link", 9)
        {
            Body = [Choice("type", "github", "gitlab", "bitbucket").Required, Text("repo").Required, Text("org")],
        },
        new("unlinkProject", "DELETE", Project + "/link", 9),
        new("createDeployHook", "POST", Project + "/deploy-hooks", 2) { Body = [Text("name").Required, Text("ref").Required] },
        new("deleteDeployHook", "DELETE", Project + "/deploy-hooks/{hook}", 2),
        new("callDeployHook", "POST", "integrations/deploy/{project}/{hook}", 1) { IsOpen = true },
        new("updateDeploymentExpiration", "PATCH", Project + "/deployment-expiration", 9)
        {
            Body =
            [
                Choice("expiration", Periods), Choice("expirationProduction", Periods), Choice("expirationCanceled", Periods),
                Choice("expirationErrored", Periods), Number("deploymentsToKeep"),
            ],
        },
        new("getCustomEnvironments", "GET", Project + "/custom-environments", 9) { Query = [Text("gitBranch")] },
    ];

    private static IEnumerable<VercelOperation> Variables() =>
    [
        new("filterProjectEnvs", "GET", Project + "/env", 10)
        {
            Query = [.. Page, Flag("decrypt"), Text("gitBranch"), Choice("target", "production", "preview", "development"), Text("source")],
        },
        new("createProjectEnv", "POST", Project + "/env", 10) { Query = [Flag("upsert")], Body = VariableFields.Made, TakesList = true },
        new("getProjectEnv", "GET", Project + "/env/{variable}", 10),
        new("editProjectEnv", "PATCH", Project + "/env/{variable}", 10) { Body = VariableFields.Changed },
        new("removeProjectEnv", "DELETE", Project + "/env/{variable}", 10),
        new("pullEnv", "GET", "env/pull/{project}/{target}", 3) { Query = [Text("source")] },
        new("pullBranchEnv", "GET", "env/pull/{project}/{target}/{branch}", 3) { Query = [Text("source")] },
    ];

    private static IEnumerable<VercelOperation> Domains() =>
    [
        new("getProjectDomains", "GET", Project + "/domains", 9)
        {
            Query =
            [
                .. Page, Choice("order", "ASC", "DESC"), Flag("production"), Choice("target", "production", "preview"), Text("gitBranch"),
                Flag("redirects"), Flag("verified"),
            ],
        },
        new("addProjectDomain", "POST", Project + "/domains", 10)
        {
            Body = [Text("name").Required, Text("gitBranch"), Text("customEnvironmentId"), Text("redirect"), Number("redirectStatusCode")],
        },
        new("getProjectDomain", "GET", Project + "/domains/{domain}", 10),
        new("updateProjectDomain", "PATCH", Project + "/domains/{domain}", 10)
        {
            Body = [Text("gitBranch"), Text("customEnvironmentId"), Text("redirect"), Number("redirectStatusCode")],
        },
        new("removeProjectDomain", "DELETE", Project + "/domains/{domain}", 10),
        new("getDomainConfig", "GET", "domains/{domain}/config", 6) { Query = [Text("projectIdOrName")] },
    ];

    private static IEnumerable<VercelOperation> Deployments() =>
    [
        new("getDeployments", "GET", "deployments", 7)
        {
            Query = [.. Page, Text("app"), Text("projectId"), Text("state"), Text("target"), Text("branch"), Number("from"), Number("to")],
        },
        new("uploadFile", "POST", "files", 2) { TakesFile = true, Headers = ["x-vercel-digest", "x-now-digest"] },
        new("createDeployment", "POST", "deployments", 13)
        {
            OldPath = "now/deployments",
            Query = [Flag("forceNew"), Flag("skipAutoDetectionConfirmation")],
            Body = DeploymentFields.Made,
        },
        new("getDeployment", "GET", "deployments/{deployment}", 13) { Query = [Flag("withGitRepoInfo")] },
        new("getDeploymentEvents", "GET", "deployments/{deployment}/events", 3)
        {
            Query = [Text("direction"), Flag("follow"), Text("format"), Text("limit"), Text("since"), Text("until"), Flag("builds")],
        },
        new("deleteDeployment", "DELETE", "deployments/{deployment}", 13),
    ];
}
