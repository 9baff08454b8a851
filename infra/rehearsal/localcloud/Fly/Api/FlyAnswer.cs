using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>What a call answers.</summary>
/// <param name="Code">HTTP status.</param>
/// <param name="Body">JSON body; none when null.</param>
internal sealed record FlyAnswer(int Code, JsonNode? Body)
{
    /// <summary><c>{"ok":true}</c>.</summary>
    public static FlyAnswer Done => new(200, new JsonObject { ["ok"] = true });

    /// <summary>204.</summary>
    public static FlyAnswer Empty => new(204, null);

    /// <summary>200 with a body.</summary>
    public static FlyAnswer Ok(JsonNode body) => new(200, body);
}
