using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Vercel;

/// <summary>The account of a local cloud: one user and one team, which is also what a call without a team is about.</summary>
internal static class LocalTeam
{
    /// <summary>The team's id.</summary>
    public const string Id = "team_local";

    private const string Slug = "pip-ai";
    private const string User = "user_local";
    private const long Founded = 1_700_000_000_000;

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
        ["defaultTeamId"] = Id,
        ["version"] = "northstar",
        ["limited"] = false,
        ["createdAt"] = Founded,
        ["softBlock"] = null,
        ["billing"] = null,
        ["resourceConfig"] = new JsonObject(),
        ["stagingPrefix"] = "local",
        ["hasTrialAvailable"] = false,
    };

    /// <summary>The team.</summary>
    public static JsonObject Show() => new()
    {
        ["id"] = Id,
        ["slug"] = Slug,
        ["name"] = "PIP AI",
        ["avatar"] = null,
        ["description"] = null,
        ["creatorId"] = User,
        ["created"] = "2023-11-14T22:13:20.000Z",
        ["createdAt"] = Founded,
        ["updatedAt"] = Founded,
        ["stagingPrefix"] = Slug,
        ["billing"] = new JsonObject { ["plan"] = "pro" },
        ["resourceConfig"] = new JsonObject(),
        ["limited"] = false,
        ["membership"] = new JsonObject
        {
            ["confirmed"] = true,
            ["confirmedAt"] = Founded,
            ["createdAt"] = Founded,
            ["created"] = Founded,
            ["role"] = "OWNER",
            ["teamId"] = Id,
            ["uid"] = User,
            ["teamPermissions"] = new JsonArray(),
            ["entitlements"] = new JsonArray(),
        },
    };

    /// <summary>Makes sure that an id or slug is the team's.</summary>
    /// <exception cref="VercelProblem">403: the token has no access to any such team.</exception>
    public static void Require(string team)
    {
        if (team is not (Id or Slug)) throw new VercelProblem(403, "forbidden",
            $"Not authorized: Trying to access resource under scope \"{team}\". The local Vercel has one team, \"{Slug}\" ({Id}).");
    }
}
