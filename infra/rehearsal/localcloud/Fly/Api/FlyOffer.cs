using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Holds a call against its line of the table: what it asks for beyond that is refused by name, and never dropped.</summary>
internal static class FlyOffer
{
    /// <summary>Headers of HTTP that ask for something, and that some client could believe to be heard.</summary>
    private static readonly ImmutableArray<string> Asking =
    [
        "Idempotency-Key",
        "If-Match",
        "If-None-Match",
        "If-Modified-Since",
        "If-Unmodified-Since",
        "Range",
        "X-HTTP-Method-Override",
    ];

    /// <summary>Headers of Fly's that any call may carry: which of its servers is to answer (here is one), and who the client is.</summary>
    private static readonly ImmutableArray<string> Anywhere = ["fly-force-instance-id", "fly-client-"];

    /// <summary>Refuses a call that asks for more than its line offers.</summary>
    /// <exception cref="FlyProblem">400: it does; every such thing is named.</exception>
    public static void Require(OfferedOperation offered, HttpRequest request, JsonElement body)
    {
        var refused = Query(offered, request.Query).Concat(Headers(offered, request.Headers)).Concat(Body(offered, body)).ToList();
        if (refused.Count > 0)
            throw FlyProblem.Invalid($"invalid_argument: {offered.Call} does not take {string.Join(", ", refused)}; {Known(offered)}");
    }

    private static IEnumerable<string> Query(OfferedOperation offered, IQueryCollection query) =>
        query.Keys.Where(name => !offered.Query.Any(known => Fits(known, name))).Select(name => $"the query parameter '{name}'");

    private static IEnumerable<string> Headers(OfferedOperation offered, IHeaderDictionary headers) => headers.Keys
        .Where(name => Asks(name) && !offered.Headers.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(
            name => $"the header '{name}'");

    private static bool Asks(string header) => Asking.Contains(header, StringComparer.OrdinalIgnoreCase)
        || (header.StartsWith("fly-", StringComparison.OrdinalIgnoreCase)
            && !Anywhere.Any(known => header.StartsWith(known, StringComparison.OrdinalIgnoreCase)));

    // Null is "not set", which asks for nothing.
    private static IEnumerable<string> Body(OfferedOperation offered, JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        JsonValueKind.Object => body.EnumerateObject()
            .Where(field => field.Value.ValueKind != JsonValueKind.Null && !offered.Body.Contains(field.Name)).Select(
                field => $"the field '{field.Name}' of the body"),
        _ => ["a body that is no JSON object"],
    };

    private static string Known(OfferedOperation offered)
    {
        var parts = ((string What, ImmutableArray<string> Names)[])[
            ("parameters", offered.Query),
            ("headers", offered.Headers),
            ("fields", offered.Body),
        ];
        var known = parts.Where(part => part.Names.Length > 0).Select(part => $"{part.What}: {string.Join(", ", part.Names)}").ToList();
        return known.Count > 0 ? $"offered are {string.Join("; ", known)}" : "it takes nothing of the kind";
    }

    private static bool Fits(string known, string name) =>
        known.EndsWith('*') ? name.StartsWith(known[..^1], StringComparison.Ordinal) && name.Length >= known.Length : known == name;
}
