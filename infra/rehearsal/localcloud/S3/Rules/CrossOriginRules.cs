using System.Xml.Linq;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Rules;

/// <summary>A bucket's rules for pages of other origins, read from its CORS configuration.</summary>
/// <param name="Origins">Origins, each with one <c>*</c> at most.</param>
/// <param name="Methods">HTTP methods.</param>
/// <param name="Headers">Request headers, each with one <c>*</c> at most.</param>
/// <param name="Exposed">Headers of answers that the page may read.</param>
/// <param name="MaxAge">Seconds for which a browser may remember; null for its own choice.</param>
internal sealed record CrossOriginRules(string[] Origins, string[] Methods, string[] Headers, string[] Exposed, string? MaxAge)
{
    private const int Most = 100;

    private static readonly string[] Known = ["GET", "PUT", "POST", "DELETE", "HEAD"];

    /// <summary>The rules of a configuration; null where there is none.</summary>
    public static IReadOnlyList<CrossOriginRules>? Of(string? document) =>
        document is null ? null : [.. S3Xml.Parse(document).Children("CORSRule").Select(Read)];

    /// <summary>Looks a configuration over.</summary>
    /// <exception cref="AwsException">S3 would refuse it.</exception>
    public static void Verify(XElement root)
    {
        var rules = root.Children("CORSRule").Select(Read).ToList();
        if (rules.Count is 0 or > Most || rules.Exists(rule => rule.Origins.Length == 0 || rule.Methods.Length == 0))
            throw S3Errors.MalformedXml();
        foreach (var rule in rules)
        {
            if (rule.Methods.FirstOrDefault(method => !Known.Contains(method)) is { } unknown)
                throw S3Errors.InvalidRequest($"Found unsupported HTTP method in CORS config. Unsupported method is {unknown}");
            Once("AllowedOrigin", rule.Origins);
            Once("AllowedHeader", rule.Headers);
            if (rule.Exposed.FirstOrDefault(header => header.Contains('*', StringComparison.Ordinal)) is { } wild)
                throw S3Errors.InvalidRequest(
                    $"ExposeHeader \"{wild}\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
            if (rule.MaxAge is { } age && (!int.TryParse(age, out var seconds) || seconds < 0)) throw S3Errors.MalformedXml();
        }
    }

    /// <summary>The origin as this rule answers it; null where it is not about it, or not about the method.</summary>
    public string? Allowed(string origin, string method) =>
        !Methods.Contains(method)
            ? null
            : Origins.Contains("*") ? "*" : Origins.Any(pattern => Matches(pattern, origin, StringComparison.Ordinal)) ? origin : null;

    /// <summary>Whether a page may send a header.</summary>
    public bool Takes(string header) => Headers.Any(pattern => Matches(pattern, header, StringComparison.OrdinalIgnoreCase));

    private static CrossOriginRules Read(XElement rule)
    {
        string[] Texts(string name) => [.. rule.Children(name).Select(element => element.Value)];
        return new CrossOriginRules(
            Texts("AllowedOrigin"), Texts("AllowedMethod"), Texts("AllowedHeader"), Texts("ExposeHeader"), rule.Text("MaxAgeSeconds"));
    }

    private static void Once(string name, string[] patterns)
    {
        if (patterns.FirstOrDefault(pattern => pattern.Count(sign => sign == '*') > 1) is { } wild)
            throw S3Errors.InvalidRequest($"{name} \"{wild}\" can not have more than one wildcard.");
    }

    private static bool Matches(string pattern, string text, StringComparison comparison) => pattern.Split('*') is [var before, var after]
        ? text.Length >= before.Length + after.Length && text.StartsWith(before, comparison) && text.EndsWith(after, comparison)
        : string.Equals(pattern, text, comparison);
}
