using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PipAi.LocalCloud.Vercel.Routing;

/// <summary>A call that has passed the table: its parts and parameters are what the table says they can be.</summary>
/// <param name="http">The request.</param>
/// <param name="body">Its body; null when it has none.</param>
internal sealed class VercelCall(HttpContext http, JsonNode? body)
{
    /// <summary>The request, and its answer.</summary>
    public HttpContext Http => http;

    /// <summary>Id of the team whose things it is about.</summary>
    public required string Team { get; init; }

    /// <summary>The body as an object; empty when there is none.</summary>
    public JsonObject Body => body as JsonObject ?? [];

    /// <summary>The objects of a body that is one object or a list of them.</summary>
    public ImmutableArray<JsonObject> Bodies => body is JsonArray many ? [.. many.Cast<JsonObject>()] : [Body];

    /// <summary>Whether the body is a list.</summary>
    public bool IsList => body is JsonArray;

    /// <summary>A part of the path.</summary>
    public string Part(string name) => Uri.UnescapeDataString((string)http.Request.RouteValues[name]!);

    /// <summary>A query parameter; null when it is missing or empty.</summary>
    public string? Query(string name) => http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>A query parameter that is true or false.</summary>
    public bool? Flag(string name) => Query(name) is { } value ? value is "true" or "1" : null;

    /// <summary>A query parameter that is a number.</summary>
    public long? Number(string name) => Query(name) is { } value ? long.Parse(value, CultureInfo.InvariantCulture) : null;
}
