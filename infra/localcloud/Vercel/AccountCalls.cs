using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Vercel;

/// <summary>Calls on the user and the team of the token.</summary>
internal static class AccountCalls
{
    /// <summary>Serves them.</summary>
    public static void Map(VercelRoutes routes)
    {
        routes.Map("getAuthUser", _ => new JsonObject { ["user"] = LocalTeam.ShowUser() });
        routes.Map("getTeams", call =>
        {
            var team = LocalTeam.Show();
            return Page.Of(call, "teams", [((long)team["createdAt"]!, team)]);
        });
        routes.Map("getTeam", call =>
        {
            LocalTeam.Require(call.Part("team"));
            return LocalTeam.Show();
        });
    }
}
