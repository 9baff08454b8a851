using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PipAi.LocalCloud.Signatures;

/// <summary>A request's target exactly as it came over the wire: signatures cover it before any decoding.</summary>
/// <param name="Path">The raw path, still percent-encoded.</param>
/// <param name="Query">The decoded query parameters in the order they came.</param>
internal sealed record RawTarget(string Path, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    /// <summary>Reads it from the server, whose own <c>Request.Path</c> is already decoded.</summary>
    public static RawTarget Of(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (Uri.TryCreate(raw, UriKind.Absolute, out var absolute) && absolute.Scheme.StartsWith("http", StringComparison.Ordinal))
            raw = absolute.PathAndQuery;

        var question = raw.IndexOf('?', StringComparison.Ordinal);
        if (question < 0) return new RawTarget(raw, []);
        var query = raw[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Parameter).ToArray();
        return new RawTarget(raw[..question], query);
    }

    /// <summary>The first value of a query parameter, or null.</summary>
    public string? this[string name] => Query.Where(p => p.Key == name).Select(p => p.Value).FirstOrDefault();

    private static KeyValuePair<string, string> Parameter(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
        // Some clients write a space in a query as a plus sign; all of them count it as a space when they sign.
        return new(PercentEncoding.Decode(name.Replace('+', ' ')), PercentEncoding.Decode(value.Replace('+', ' ')));
    }
}
