using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Vercel.Offer;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Routing;

/// <summary>
/// What every call of Vercel's API goes through: token, faults, the table of what is offered, then its own code; refusals get
/// Vercel's body.
/// </summary>
internal sealed class VercelRoutes(WebApplication application, LocalCloudContext cloud)
{
    private readonly FaultInjection gate = new(cloud.Faults, cloud.Time);
    private readonly ILogger log = cloud.Loggers.CreateLogger("PipAi.LocalCloud.Vercel");
    private readonly Dictionary<string, VercelOperation> missing = VercelApi.Operations.ToDictionary(operation => operation.Name);

    /// <summary>Serves an operation of the table; a null answer is 204.</summary>
    public void Map(string name, Func<VercelCall, JsonNode?> serve) => MapAsync(name, call => Task.FromResult(serve(call)));

    /// <summary>Serves an operation of the table; a null answer is 204.</summary>
    public void MapAsync(string name, Func<VercelCall, Task<JsonNode?>> serve)
    {
        if (!missing.Remove(name, out var operation))
            throw new InvalidOperationException($"'{name}' is not in the table, or is served twice.");
        RequestDelegate pass = http => PassAsync(http, operation.IsOpen, async () =>
        {
            if (Version(http) < 1 || Version(http) > operation.Newest) throw NoPath(http);
            CheckParameters(http, operation);
            var team = LocalTeam.Asked(http.Request.Query);
            return await serve(
                new VercelCall(http, operation.TakesFile ? null : await VercelBody.ReadAsync(http.Request, operation)) { Team = team });
        });
        application.MapMethods("/v{version:int}/" + operation.Path, [operation.Method], pass);
        // The path without a version is its first version; Vercel's own command line still calls some of them so.
        application.MapMethods("/" + operation.Path, [operation.Method], pass);
        if (operation.OldPath is { } old) application.MapMethods("/v{version:int}/" + old, [operation.Method], pass);
    }

    /// <summary>Answers what no route matches, and makes sure that the whole table is served.</summary>
    public void MapRest()
    {
        if (missing.Count > 0) throw new InvalidOperationException($"Nothing serves {string.Join(", ", missing.Keys)}.");
        application.MapFallback("{**path}", http => PassAsync(http, open: false, () => throw NoPath(http)));
    }

    private static int Version(HttpContext http) =>
        http.Request.RouteValues["version"] is string version ? int.Parse(version, NumberStyles.None, CultureInfo.InvariantCulture) : 1;

    private static VercelProblem NoPath(HttpContext http) =>
        new(404, "not_found", $"The page could not be found: the local Vercel does not offer {http.Request.Method} {http.Request.Path}");

    // Parameters are those of the table.
    private static void CheckParameters(HttpContext http, VercelOperation operation)
    {
        foreach (var (name, values) in http.Request.Query)
        {
            var field = operation.Parameters.FirstOrDefault(field => field.Name == name)
                ?? throw VercelProblem.Invalid($"should NOT have additional property `{name}`.");
            foreach (var value in values.Where(value => !string.IsNullOrEmpty(value))) FieldCheck.Parameter(value!, field);
        }
    }

    private Task PassAsync(HttpContext http, bool open, Func<Task<JsonNode?>> serve)
    {
        if (!open && http.Request.Headers.Authorization.ToString() != $"Bearer {cloud.Tokens.Vercel}")
            return WriteAsync(http, new VercelProblem(403, "forbidden", "Not authorized"));
        var fault = cloud.Faults.Match(VendorNames.Vercel, region: null, $"{http.Request.Method} {http.Request.Path}");
        return gate.PassAsync(http, fault, () => ServeAsync(http, serve), status => WriteAsync(http, Scripted(status)));
    }

    private static VercelProblem Scripted(FaultEffect.Status status) => status switch
    {
        { Error: { } error } => new(status.Code, error, "Refused by a scripted fault"),
        { Code: 429 } => new(429, "rate_limited", "Rate limit exceeded"),
        _ => Internal(status.Code),
    };

    private static VercelProblem Internal(int status) => new(status, "internal_server_error", "An internal error occurred");

    private async Task ServeAsync(HttpContext http, Func<Task<JsonNode?>> serve)
    {
        try
        {
            if (await serve() is not { } answer)
            {
                http.Response.StatusCode = 204;
                return;
            }

            await PlainJson.WriteAsync(http.Response, answer);
        }
        catch (VercelProblem problem)
        {
            await WriteAsync(http, problem);
        }
        catch (Exception exception) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            log.LogError(exception, "{Method} {Path} failed.", http.Request.Method, http.Request.Path);
            await WriteAsync(http, Internal(500));
        }
    }

    private static Task WriteAsync(HttpContext http, VercelProblem problem)
    {
        http.Response.StatusCode = problem.Status;
        return PlainJson.WriteAsync(http.Response, new JsonObject { ["error"] = problem.Error() });
    }
}
