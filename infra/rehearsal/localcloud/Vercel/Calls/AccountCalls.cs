using System.Text.Json.Nodes;
using PipAi.LocalCloud.Vercel.Routing;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Calls;

/// <summary>Calls on the user and the teams of the token.</summary>
internal sealed class AccountCalls(ProjectStore store)
{
    /// <summary>Serves them.</summary>
    public void Map(VercelRoutes routes)
    {
        routes.Map("getAuthUser", _ => new JsonObject { ["user"] = LocalTeam.ShowUser() });
        // The user's own, and those that have a project.
        routes.Map("getTeams", call =>
        {
            var teams = store.All.Select(project => project.Team).Append(LocalTeam.Own).Distinct(StringComparer.Ordinal);
            return Page.Of(
                call, "teams", teams.Order(StringComparer.Ordinal).Select(LocalTeam.Show).Select(team => ((long)team["createdAt"]!, team)));
        });
        routes.Map("getTeam", call => LocalTeam.Show(LocalTeam.IdOf(call.Part("team"))));
    }
}
