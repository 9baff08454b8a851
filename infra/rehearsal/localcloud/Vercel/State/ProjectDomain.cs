using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Vercel.State;

/// <summary>A domain of a project, kept as the API shows it.</summary>
internal static class ProjectDomain
{
    /// <summary>A new domain; ownership is taken as proved.</summary>
    public static JsonObject New(string name, string project, long now) => new()
    {
        ["name"] = name,
        ["apexName"] = string.Join('.', name.Split('.')[^2..]),
        ["projectId"] = project,
        ["redirect"] = null,
        ["redirectStatusCode"] = null,
        ["gitBranch"] = null,
        ["customEnvironmentId"] = null,
        ["verified"] = true,
        ["createdAt"] = now,
        ["updatedAt"] = now,
    };
}
