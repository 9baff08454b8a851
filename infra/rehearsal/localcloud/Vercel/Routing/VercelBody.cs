using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Vercel.Offer;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Routing;

/// <summary>Reads request bodies as strictly as Vercel does: an unknown property or a wrong type is refused, a null is not there.</summary>
internal static class VercelBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The body of a call, held against what the call takes; null when there is none.</summary>
    /// <exception cref="VercelProblem">400: it is not what the call takes.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpRequest request, VercelOperation operation)
    {
        var body = await ParseAsync(request);
        if (body is JsonArray many && operation.TakesList && many.All(item => item is JsonObject))
        {
            foreach (var item in many.Cast<JsonObject>()) FieldCheck.Object(item, operation.Body);
            return body;
        }

        if (body is null && operation.Body.IsEmpty) return null;
        var one = body as JsonObject ?? throw VercelProblem.Invalid(
            operation.TakesList ? "body must be an object or an array of objects." : "body must be an object.");
        FieldCheck.Object(one, operation.Body);
        return one;
    }

    /// <summary>A text property; null when missing or null.</summary>
    public static string? Text(JsonObject body, string name) => (string?)body[name];

    /// <summary>A property that is a list of texts, or one text; empty when missing.</summary>
    public static ImmutableArray<string> Texts(JsonObject body, string name) => body[name] switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => (string)item!)],
        var one => [(string)one!],
    };

    /// <summary>The same without what is null, at any depth.</summary>
    public static JsonNode? WithoutNulls(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(member => member.Value is not null)
            .Select(member => KeyValuePair.Create(member.Key, WithoutNulls(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutNulls)]),
        _ => node?.DeepClone(),
    };

    private static async Task<JsonNode?> ParseAsync(HttpRequest request)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content);
        if (content.Length == 0) return null;
        try
        {
            return JsonNode.Parse(content.ToArray(), documentOptions: Strict);
        }
        catch (JsonException)
        {
            throw new VercelProblem(400, "bad_request", "Invalid JSON");
        }
    }
}
