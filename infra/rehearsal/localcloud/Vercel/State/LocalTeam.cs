using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace PipAi.LocalCloud.Vercel.State;

/// <summary>
/// The user of a local cloud and the teams. One team is the user's own: calls that name no team are about it. Which others there are
/// at Vercel nobody can know here: every slug is a team that the user belongs to. What one team has, no other sees.
/// </summary>
internal static partial class LocalTeam
{
    /// <summary>Id of the user's own team.</summary>
    public const string Own = "team_local";

    private const string Prefix = "team_";
    private const string User = "user_local";
    private const long Founded = 1_700_000_000_000;

    /// <summary>Id of the team that a call is about.</summary>
    /// <exception cref="VercelProblem">403: no team can be called so.</exception>
    public static string Asked(IQueryCollection query)
    {
        if (query["teamId"].ToString() is { Length: > 0 } id)
            return id.StartsWith(Prefix, StringComparison.Ordinal) ? IdOf(id) : throw Stranger(id);
        return query["slug"].ToString() is { Length: > 0 } slug ? IdOf(Prefix + slug) : Own;
    }

    /// <summary>The id of a team by its id or slug.</summary>
    /// <exception cref="VercelProblem">403: no team can be called so.</exception>
    public static string IdOf(string team)
    {
        var slug = team.StartsWith(Prefix, StringComparison.Ordinal) ? SlugOf(team) : team;
        return Slug().IsMatch(slug) ? Prefix + slug : throw Stranger(team);
    }

    /// <summary>The slug of a team by its id.</summary>
    public static string SlugOf(string id) => id[Prefix.Length..];

    /// <summary>Who makes deployments.</summary>
    public static JsonObject Creator() => new() { ["uid"] = User, ["email"] = "local@localhost", ["username"] = "local" };

    /// <summary>The user whom the token is for.</summary>
    public static JsonObject ShowUser() => new()
    {
        ["id"] = User,
        ["uid"] = User,
        ["email"] = "local@localhost",
        ["name"] = "Local user",
        ["username"] = "local",
        ["avatar"] = null,
        ["defaultTeamId"] = Own,
        ["version"] = "northstar",
        ["limited"] = false,
        ["createdAt"] = Founded,
        ["softBlock"] = null,
        ["billing"] = null,
        ["resourceConfig"] = new JsonObject(),
        ["stagingPrefix"] = "local",
        ["hasTrialAvailable"] = false,
    };

    /// <summary>A team by its id.</summary>
    public static JsonObject Show(string id) => new()
    {
        ["id"] = id,
        ["slug"] = SlugOf(id),
        ["name"] = id == Own ? "Local user's projects" : SlugOf(id),
        ["avatar"] = null,
        ["description"] = null,
        ["creatorId"] = User,
        ["created"] = "2023-11-14T22:13:20.000Z",
        ["createdAt"] = Founded,
        ["updatedAt"] = Founded,
        ["stagingPrefix"] = SlugOf(id),
        ["billing"] = new JsonObject { ["plan"] = id == Own ? "hobby" : "pro" },
        ["resourceConfig"] = new JsonObject(),
        ["limited"] = false,
        ["membership"] = new JsonObject
        {
            ["confirmed"] = true,
            ["confirmedAt"] = Founded,
            ["createdAt"] = Founded,
            ["created"] = Founded,
            ["role"] = "OWNER",
            ["teamId"] = id,
            ["uid"] = User,
            ["teamPermissions"] = new JsonArray(),
            ["entitlements"] = new JsonArray(),
        },
    };

    private static VercelProblem Stranger(string team) =>
        new(403, "forbidden", $"Not authorized: Trying to access resource under scope \"{team}\".");

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,47}\z")]
    private static partial Regex Slug();
}
