using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Hosting;

namespace PipAi.LocalCloud.Vercel;

/// <summary>
/// What every call of Vercel's API goes through: token, faults, then its own code; refusals get Vercel's body. The version in a
/// path (<c>/v9/projects</c>) may be any, as callers use several at a time.
/// </summary>
internal sealed class VercelRoutes(WebApplication application, CloudSurroundings cloud)
{
    private readonly FaultGate gate = new(cloud.Faults, cloud.Time);
    private readonly ILogger log = cloud.Loggers.CreateLogger("PipAi.LocalCloud.Vercel");

    /// <summary>Adds a call; a null answer is 204.</summary>
    public void Map(string method, string path, Func<HttpContext, Task<JsonNode?>> serve) =>
        application.MapMethods("/v{version:int}/" + path, [method], (RequestDelegate)(http => PassAsync(http, serve)));

    /// <summary>Answers what no route matches.</summary>
    public void MapRest() => application.MapFallback((RequestDelegate)(http =>
        PassAsync(http, _ => throw new VercelProblem(404, "not_found", "The page could not be found"))));

    /// <summary>A part of the path.</summary>
    public static string Part(HttpContext http, string name) => Uri.UnescapeDataString((string)http.Request.RouteValues[name]!);

    private Task PassAsync(HttpContext http, Func<HttpContext, Task<JsonNode?>> serve)
    {
        if (http.Request.Headers.Authorization.ToString() != $"Bearer {cloud.Tokens.Vercel}")
            return WriteAsync(http, new VercelProblem(403, "forbidden", "Not authorized"));
        var fault = cloud.Faults.Match(VendorNames.Vercel, region: null, $"{http.Request.Method} {http.Request.Path}");
        return gate.PassAsync(http, fault, () => ServeAsync(http, serve), status => WriteAsync(http, status.Code == 429
            ? new VercelProblem(429, "rate_limited", "Rate limit exceeded")
            : Internal(status.Code)));
    }

    private static VercelProblem Internal(int status) => new(status, "internal_server_error", "An internal error occurred");

    private async Task ServeAsync(HttpContext http, Func<HttpContext, Task<JsonNode?>> serve)
    {
        try
        {
            if (await serve(http) is not { } answer)
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
        return PlainJson.WriteAsync(http.Response, new JsonObject
        {
            ["error"] = new JsonObject { ["code"] = problem.Code, ["message"] = problem.Message },
        });
    }
}
