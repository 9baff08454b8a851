using System.Text.Json.Nodes;
using PipAi.LocalCloud.Vercel.Routing;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Calls;

/// <summary>
/// The Git repository of a project. Callers say <c>gitRepository</c>, the API shows a <c>link</c>, which every Git host spells its own way.
/// </summary>
internal static class ProjectLink
{
    /// <summary>A link to a repository.</summary>
    /// <exception cref="VercelProblem">400: the repository is not <c>owner/name</c>.</exception>
    public static JsonObject Of(JsonObject repository, long now)
    {
        var (type, name) = (VercelBody.Text(repository, "type")!, VercelBody.Text(repository, "repo")!);
        if (VercelBody.Text(repository, "org") is { } organization && !name.Contains('/', StringComparison.Ordinal))
            name = $"{organization}/{name}";
        if (name.Split('/') is not [{ Length: > 0 } owner, { Length: > 0 } repo])
            throw VercelProblem.Invalid($"`repo` should be of the form \"owner/name\", not \"{name}\".");
        var link = new JsonObject { ["type"] = type };
        var identity = type switch
        {
            "github" => GitHub(owner, repo),
            "gitlab" => GitLab(owner, repo),
            _ => Bitbucket(owner, repo),
        };
        foreach (var (key, value) in identity) link[key] = value;
        link["gitCredentialId"] = "cred_local";
        link["productionBranch"] = "main";
        link["sourceless"] = false;
        link["deployHooks"] = new JsonArray();
        link["createdAt"] = now;
        link["updatedAt"] = now;
        return link;
    }

    private static Dictionary<string, JsonNode?> GitHub(string owner, string repo) => new()
    {
        ["org"] = owner,
        ["repo"] = repo,
        ["repoId"] = Number($"{owner}/{repo}"),
        ["repoOwnerId"] = Number(owner),
    };

    private static Dictionary<string, JsonNode?> GitLab(string owner, string repo) => new()
    {
        ["projectId"] = Number($"{owner}/{repo}").ToString(),
        ["projectName"] = repo,
        ["projectNameWithNamespace"] = $"{owner} / {repo}",
        ["projectNamespace"] = owner,
        ["projectOwnerId"] = Number(owner),
        ["projectUrl"] = $"https://gitlab.com/{owner}/{repo}.git",
    };

    private static Dictionary<string, JsonNode?> Bitbucket(string owner, string repo) => new()
    {
        ["owner"] = owner,
        ["slug"] = repo,
        ["name"] = repo,
        ["uuid"] = $"{{{Number($"{owner}/{repo}")}}}",
        ["workspaceUuid"] = $"{{{Number(owner)}}}",
    };

    /// <summary>The repository as <c>owner/name</c>; null without a link.</summary>
    public static string? RepositoryOf(JsonObject? link) => (string?)link?["type"] switch
    {
        null => null,
        "github" => $"{(string?)link["org"]}/{(string?)link["repo"]}",
        "gitlab" => $"{(string?)link["projectNamespace"]}/{(string?)link["projectName"]}",
        _ => $"{(string?)link["owner"]}/{(string?)link["slug"]}",
    };

    // A number that is the same whenever the same repository is linked.
    private static long Number(string name) => name.Aggregate(5381L, (sum, letter) => ((sum * 33) + letter) % 1_000_000_007);
}
