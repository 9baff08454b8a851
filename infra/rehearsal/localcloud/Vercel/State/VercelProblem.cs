using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Vercel.State;

/// <summary>A refusal of Vercel's API: <c>{"error":{"code":"…","message":"…"}}</c>.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Vercel's code: <c>bad_request, forbidden, not_found, conflict, env_conflict, …</c>.</param>
/// <param name="message">Text for people.</param>
internal sealed class VercelProblem(int status, string code, string message) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Status => status;

    /// <summary>What more the error says; its members stand beside code and message.</summary>
    public JsonObject Details { get; init; } = [];

    /// <summary>The error as the body shows it.</summary>
    public JsonObject Error()
    {
        var error = new JsonObject { ["code"] = code, ["message"] = Message };
        foreach (var (name, value) in Details) error[name] = value?.DeepClone();
        return error;
    }

    /// <summary>There is no such project.</summary>
    public static VercelProblem NoProject(string project) => new(404, "not_found", $"Project not found: {project}");

    /// <summary>A wrong request.</summary>
    public static VercelProblem Invalid(string message) => new(400, "bad_request", $"Invalid request: {message}");
}
