using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PipAi.LocalCloud.Vercel;

/// <summary>Reads request bodies as strictly as Vercel does: an unknown property or a wrong type is refused.</summary>
internal static class VercelBody
{
    /// <summary>The body as an object that has only known properties.</summary>
    /// <exception cref="VercelProblem">400: it is no such object.</exception>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, IReadOnlySet<string> known)
    {
        var body = await ReadAnyAsync(request) as JsonObject ?? throw VercelProblem.Invalid("body must be an object.");
        return Only(body, known);
    }

    /// <summary>The body, object or list.</summary>
    /// <exception cref="VercelProblem">400: it is not JSON.</exception>
    public static async Task<JsonNode?> ReadAnyAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body);
        }
        catch (JsonException)
        {
            throw new VercelProblem(400, "bad_request", "Invalid JSON");
        }
    }

    /// <summary>Refuses properties that are not known.</summary>
    public static JsonObject Only(JsonObject body, IReadOnlySet<string> known) =>
        body.Select(property => property.Key).FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw VercelProblem.Invalid($"should NOT have additional property `{unknown}`.")
            : body;

    /// <summary>A text property; null when missing or null.</summary>
    public static string? Text(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw VercelProblem.Invalid($"`{name}` should be string."),
    };

    /// <summary>A property that is a list of texts, or one text; empty when missing.</summary>
    public static ImmutableArray<string> Texts(JsonObject body, string name) => body[name] switch
    {
        null => [],
        JsonValue value when value.TryGetValue(out string? text) => [text],
        JsonArray list when list.All(item => item is JsonValue value && value.TryGetValue(out string? _)) => [.. list.Select(item => (string)item!)],
        _ => throw VercelProblem.Invalid($"`{name}` should be array."),
    };
}
