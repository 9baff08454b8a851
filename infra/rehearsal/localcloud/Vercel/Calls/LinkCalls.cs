using System.Text.Json.Nodes;
using PipAi.LocalCloud.Vercel.Routing;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Calls;

/// <summary>
/// Calls on a project's Git repository: which it is, which branch is production, and the addresses that start a deployment.
/// </summary>
internal sealed class LinkCalls(ProjectStore store, DeploymentCalls deployments)
{
    /// <summary>Serves them.</summary>
    public void Map(VercelRoutes routes)
    {
        routes.Map("linkProject", call => Change(call, (_, now) => ProjectLink.Of(call.Body, now)));
        routes.Map("unlinkProject", call => Change(call, (_, _) => null));
        routes.Map("updateProductionBranch", call => Change(call, (link, _) =>
        {
            Require(link)["productionBranch"] = VercelBody.Text(call.Body, "branch");
            return link;
        }));
        routes.Map("createDeployHook", CreateHook);
        routes.Map("deleteDeployHook", call => Change(call, (link, _) =>
        {
            // An unlinked repository has taken its hooks with it.
            if (link is null) return link;
            link["deployHooks"]!.AsArray().Remove(Hook(link, call.Part("hook")));
            return link;
        }));
        routes.Map("callDeployHook", CallHook);
    }

    private JsonObject CreateHook(VercelCall call) => Change(call, (link, now) =>
    {
        var id = ProjectStore.NewId("", 10);
        Require(link)["deployHooks"]!.AsArray().Add(new JsonObject
        {
            ["id"] = id,
            ["name"] = VercelBody.Text(call.Body, "name"),
            ["ref"] = VercelBody.Text(call.Body, "ref"),
            ["url"] =
                $"{call.Http.Request.Scheme}://{call.Http.Request.Host}/v1/integrations/deploy/{store.Find(
                    call.Team, call.Part("project")).Id}/{id}",
            ["createdAt"] = now,
        });
        return link;
    });

    private JsonObject CallHook(VercelCall call)
    {
        // Who knows the address needs to name no team.
        var project = store.All.FirstOrDefault(one => one.Id == call.Part("project"))
            ?? throw VercelProblem.NoProject(call.Part("project"));
        var hook = Hook(project.Link, call.Part("hook"));
        var made = deployments.Make(project, new DeploymentOrder
        {
            IsProduction = (string?)hook["ref"] == (string?)project.Link!["productionBranch"],
            Branch = (string?)hook["ref"],
            Shown = new JsonObject
            {
                ["deployHookId"] = hook["id"]!.DeepClone(),
                ["gitSource"] = new JsonObject { ["type"] = project.Link["type"]!.DeepClone(), ["ref"] = hook["ref"]!.DeepClone() },
            },
        });
        call.Http.Response.StatusCode = 201;
        return new JsonObject
        {
            ["job"] = new JsonObject
            {
                ["id"] = made["id"]!.DeepClone(),
                ["state"] = "PENDING",
                ["createdAt"] = made["createdAt"]!.DeepClone(),
            }
        };
    }

    private JsonObject Change(VercelCall call, Func<JsonObject?, long, JsonObject?> change)
    {
        var now = store.Now();
        return ProjectAnswer.Of(store.Change(call.Team, call.Part("project"), project => project with
        {
            Link = change(project.Link?.DeepClone().AsObject(), now),
            UpdatedAt = now,
        }));
    }

    private static JsonObject Require(JsonObject? link) =>
        link ?? throw new VercelProblem(400, "bad_request", "The project is not linked to a Git repository.");

    private static JsonObject Hook(JsonObject? link, string id) =>
        Require(link)["deployHooks"]!.AsArray().OfType<JsonObject>().FirstOrDefault(hook => (string?)hook["id"] == id)
        ?? throw new VercelProblem(404, "not_found", "The deploy hook was not found.");
}
