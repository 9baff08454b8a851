using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Vercel;

/// <summary>A project and what hangs on it. The JSON is what the API shows, but for the values of variables.</summary>
internal sealed record VercelProject
{
    /// <summary><c>prj_</c> and 28 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Name, unique in the team and here also the host name <c>name.vercel.app</c>.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made, Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When it was last changed, Unix milliseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Settings as they were sent, by their API names.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public IReadOnlyList<VercelVariable> Variables { get; init; } = [];

    /// <summary>Domains by their names.</summary>
    public IReadOnlyList<JsonObject> Domains { get; init; } = [];

    /// <summary>Deployments, newest first.</summary>
    public IReadOnlyList<JsonObject> Deployments { get; init; } = [];

    /// <summary>Deployment retention as the API shows it.</summary>
    public JsonObject Expiration { get; init; } = [];

    /// <summary>The project as the API shows it.</summary>
    public JsonObject Show()
    {
        var json = Settings.DeepClone().AsObject();
        json["id"] = Id;
        json["name"] = Name;
        json["accountId"] = "team_local";
        json["createdAt"] = CreatedAt;
        json["updatedAt"] = UpdatedAt;
        json["deploymentExpiration"] = Expiration.DeepClone();
        json["env"] = new JsonArray([.. Variables.Select(variable => variable.Show(decrypt: false))]);
        json["latestDeployments"] = new JsonArray([.. Deployments.Take(10).Select(deployment => deployment.DeepClone())]);
        return json;
    }
}
