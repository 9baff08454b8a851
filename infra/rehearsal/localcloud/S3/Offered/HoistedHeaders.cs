using System.Text;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Offered;

/// <summary>
/// Headers that a client put into the query, as those do that presign: <c>?x-amz-meta-color=red</c> asks for what the header would
/// ask for.
/// </summary>
internal static class HoistedHeaders
{
    private const string Prefix = "x-amz-";

    /// <summary>Whether a query parameter is such a header.</summary>
    public static bool Is(string query) =>
        query.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && !S3Table.Presigned.Contains(query, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the request carries a header, in its place or in the query.</summary>
    public static bool Has(HttpRequest request, RawTarget target, string header) =>
        request.Headers.ContainsKey(header)
            || target.Query.Any(parameter => parameter.Key.Equals(header, StringComparison.OrdinalIgnoreCase));

    /// <summary>Puts them where all else looks for headers; only after the signature was verified over the request as it came.</summary>
    /// <exception cref="AwsException">One is in both places and says two things.</exception>
    public static void Lower(HttpRequest request, RawTarget target)
    {
        foreach (var (name, text) in target.Query.Where(parameter => Is(parameter.Key)))
        {
            // Header octets are held as Latin-1, one char each.
            var value = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
            if (request.Headers.TryGetValue(name, out var written) && written.ToString() != value)
                throw S3Errors.InvalidArgument($"The header '{name.ToLowerInvariant()}' and the query parameter of that name differ.");
            request.Headers[name] = value;
        }
    }
}
