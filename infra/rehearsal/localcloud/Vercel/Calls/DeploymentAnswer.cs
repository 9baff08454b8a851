using System.Text.Json.Nodes;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Calls;

/// <summary>A deployment as the API shows it.</summary>
internal static class DeploymentAnswer
{
    /// <summary>One that is ready and has its host names.</summary>
    public static JsonObject New(VercelProject project, string id, DeploymentOrder order, long now)
    {
        var url = $"{project.Name}-{id[4..13].ToLowerInvariant()}.vercel.app";
        var domains = project.Domains.Where(domain => domain["gitBranch"] is null).Select(domain => (string)domain["name"]!);
        var hosts = (order.IsProduction ? domains : []).Concat(HostNames.Generated(project, order.IsProduction, order.Branch));
        if (order.LeavesDomains) hosts = [];
        var made = new JsonObject
        {
            ["id"] = id,
            ["uid"] = id,
            ["name"] = project.Name,
            ["projectId"] = project.Id,
            ["project"] = Project(project),
            ["ownerId"] = project.Team,
            ["url"] = url,
            ["inspectorUrl"] = null,
            ["target"] = order.IsProduction ? "production" : null,
            ["type"] = "LAMBDAS",
            ["plan"] = "pro",
            ["version"] = 2,
            ["public"] = false,
            ["source"] = "cli",
            ["regions"] = new JsonArray("iad1"),
            ["alias"] = new JsonArray([.. hosts.Select(host => JsonValue.Create(host))]),
            ["aliasAssigned"] = true,
            ["aliasAssignedAt"] = now,
            ["aliasError"] = null,
            ["creator"] = LocalTeam.Creator(),
            ["meta"] = new JsonObject(),
            ["created"] = now,
            ["createdAt"] = now,
            ["buildingAt"] = now,
            ["ready"] = now,
        };
        foreach (var (name, value) in order.Shown) made[name] = value?.DeepClone();
        return In(made, "READY");
    }

    /// <summary>The same before it was built.</summary>
    public static JsonObject Queued(JsonObject made)
    {
        var queued = In(made.DeepClone().AsObject(), "QUEUED");
        queued["alias"] = new JsonArray();
        queued["aliasAssigned"] = false;
        queued.Remove("aliasAssignedAt");
        queued.Remove("ready");
        return queued;
    }

    private static JsonObject Project(VercelProject project) => new()
    {
        ["id"] = project.Id,
        ["name"] = project.Name,
        ["framework"] = project.Settings["framework"]?.DeepClone(),
    };

    private static JsonObject In(JsonObject deployment, string state)
    {
        foreach (var name in (string[])["readyState", "status", "state"]) deployment[name] = state;
        return deployment;
    }
}
