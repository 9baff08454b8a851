using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Rules;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Buckets;

/// <summary>
/// Tells browsers which pages of other origins may use a bucket. Whether a request is allowed at all is another question.
/// </summary>
internal static class CrossOrigin
{
    private const string Vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

    /// <summary>Answers what a browser asks before it lets a page ask.</summary>
    /// <exception cref="AwsException">The page may not.</exception>
    public static Task AnswerAsync(HttpContext http, Bucket? bucket, S3Target target)
    {
        var (origin, method) = (Asked(http, "Origin"), Asked(http, "Access-Control-Request-Method"));
        if (origin is null) throw new AwsException(400, "BadRequest", "Insufficient information. Origin request header needed.");
        if (method is null) throw new AwsException(400, "BadRequest", "Invalid Access-Control-Request-Method: null");
        var rules = RulesOf(bucket ?? throw S3Errors.NoSuchBucket(target.Bucket))
            ?? throw Forbidden("CORS is not enabled for this bucket.");
        string[] headers = [.. (Asked(http, "Access-Control-Request-Headers") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(
                header => header.ToLowerInvariant())];
        var rule = rules.FirstOrDefault(rule => rule.Allowed(origin, method) is not null && headers.All(rule.Takes))
            ?? throw Forbidden("This CORS request is not allowed. This is usually because the evaluation of Origin, request method / "
                + "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.");
        Write(http.Response, rule, rule.Allowed(origin, method)!);
        if (headers.Length > 0) http.Response.Headers.AccessControlAllowHeaders = string.Join(", ", headers);
        http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>Tells the browser that the page may read the answer, where a rule says so.</summary>
    public static void Allow(HttpContext http, Bucket? bucket)
    {
        if (bucket is null || Asked(http, "Origin") is not { } origin || RulesOf(bucket) is not { } rules) return;
        if (rules.FirstOrDefault(rule => rule.Allowed(origin, http.Request.Method) is not null) is { } rule)
            Write(http.Response, rule, rule.Allowed(origin, http.Request.Method)!);
    }

    private static IReadOnlyList<CrossOriginRules>? RulesOf(Bucket bucket) =>
        CrossOriginRules.Of(bucket.Settings.Configurations.GetValueOrDefault("cors"));

    private static void Write(HttpResponse response, CrossOriginRules rule, string origin)
    {
        var headers = response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = string.Join(", ", rule.Methods);
        if (rule.Exposed.Length > 0) headers.AccessControlExposeHeaders = string.Join(", ", rule.Exposed);
        if (rule.MaxAge is { } age) headers.AccessControlMaxAge = age;
        if (origin != "*") headers.AccessControlAllowCredentials = "true";
        headers.Vary = Vary;
    }

    private static string? Asked(HttpContext http, string header) =>
        http.Request.Headers[header].ToString() is { Length: > 0 } value ? value : null;

    private static AwsException Forbidden(string why) => new(403, "AccessForbidden", $"CORSResponse: {why}");
}
