using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Sts;

/// <summary>Reads policy documents, in which every list may also be a single item.</summary>
internal static class PolicyJson
{
    /// <summary>The statements of a policy.</summary>
    public static IEnumerable<JsonObject> Statements(JsonObject policy) => Items(policy["Statement"]).OfType<JsonObject>();

    /// <summary>The items of a list, or the one item, or none.</summary>
    public static JsonNode?[] Items(JsonNode? node) => node is JsonArray array ? [.. array] : node is null ? [] : [node];

    /// <summary>A text; empty for anything else.</summary>
    public static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>Whether a value fits a pattern with <c>*</c> and <c>?</c>.</summary>
    public static bool IsLike(string value, string pattern, bool ignoreCase = false) =>
        FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase);

    /// <summary>Whether a statement's effect is Allow; any other one denies.</summary>
    public static bool IsAllow(JsonObject statement) => Text(statement["Effect"]) == "Allow";
}
