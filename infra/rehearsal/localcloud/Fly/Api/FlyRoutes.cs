using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>
/// What every call of the API goes through: request id, token, faults, the table of what is offered, rate limit, then its own code;
/// refusals get Fly's body.
/// </summary>
internal sealed class FlyRoutes(WebApplication application, FlyCore core, FlyGuards guards)
{
    private readonly HashSet<OfferedOperation> served = [];

    /// <summary>Adds a call without a rate limit.</summary>
    public void Map(string method, string path, Func<FlyCall, Task<FlyAnswer>> serve) => MapLimited(method, path, "", "", serve);

    /// <summary>Adds a call.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path under <c>/v1</c>.</param>
    /// <param name="action">Name of its rate limit; empty is none.</param>
    /// <param name="limitedBy">The part of the path that the limit counts by, <c>machine</c> or <c>app</c>.</param>
    /// <param name="serve">The call's own code.</param>
    public void MapLimited(string method, string path, string action, string limitedBy, Func<FlyCall, Task<FlyAnswer>> serve) =>
        Add(method, "/v1" + path, action, limitedBy, serve);

    /// <summary>Adds a call that stands beside the Machines API.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Its whole path.</param>
    /// <param name="serve">The call's own code.</param>
    public void MapAt(string method, string path, Func<FlyCall, Task<FlyAnswer>> serve) => Add(method, path, "", "", serve);

    /// <summary>Answers what no route matches.</summary>
    /// <exception cref="InvalidOperationException">The table offers what nobody serves.</exception>
    public void MapRest()
    {
        if (FlyTable.All.FirstOrDefault(offered => !served.Contains(offered)) is { } idle)
            throw new InvalidOperationException($"The table of what is offered has '{idle.Call}', which nobody serves.");
        application.MapFallback("{*path}", (RequestDelegate)(http => PassAsync(http, _ => WriteProblemAsync(http, new FlyProblem(
            404, $"no such endpoint: {http.Request.Method} {http.Request.Path} is not offered by the local cloud")))));
    }

    private void Add(string method, string path, string action, string limitedBy, Func<FlyCall, Task<FlyAnswer>> serve)
    {
        var offered = FlyTable.Line(method, path);
        served.Add(offered);
        Task<FlyAnswer> ServeOfferedAsync(FlyCall call)
        {
            call.Require(offered);
            return serve(call);
        }

        application.MapMethods(
            path, [method],
            (RequestDelegate)(http => PassAsync(http, call => ServeAsync(http, call, action, limitedBy, ServeOfferedAsync))));
    }

    private async Task PassAsync(HttpContext http, Func<FlyCall, Task> serve)
    {
        http.Response.Headers["fly-request-id"] = $"{FlyIds.Ulid(core.Time)}-local";
        if (!guards.IsKnown(http.Request.Headers.Authorization.ToString()))
        {
            await WriteProblemAsync(http, new FlyProblem(401, "unauthorized: the token is missing or not one of this organization"));
            return;
        }

        try
        {
            var call = await FlyCall.ReadAsync(http, core.State);
            var fault = core.Faults.Match(VendorNames.Fly, call.Region, $"{http.Request.Method} {http.Request.Path}", ofDarkRegions: false);
            await guards.Gate.PassAsync(http, fault, () => serve(call), status => WriteProblemAsync(http, Scripted(status)));
        }
        catch (FlyProblem problem)
        {
            await WriteProblemAsync(http, problem);
        }
    }

    private async Task ServeAsync(HttpContext http, FlyCall call, string action, string limitedBy, Func<FlyCall, Task<FlyAnswer>> serve)
    {
        try
        {
            if (action.Length > 0 && !guards.Limiter.TryTake(action, call.Path(limitedBy)))
                throw new FlyProblem(429, "rate limit exceeded");
            var answer = await serve(call);
            http.Response.StatusCode = answer.Code;
            if (answer.Body is not null) await PlainJson.WriteAsync(http.Response, answer.Body);
        }
        catch (FlyProblem problem)
        {
            await WriteProblemAsync(http, problem);
        }
        catch (InvalidConfigException exception)
        {
            await WriteProblemAsync(http, new FlyProblem(422, $"invalid_argument: {exception.Message}"));
        }
        catch (KeyNotFoundException)
        {
            await WriteProblemAsync(http, FlyProblem.NotFound("machine"));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            guards.Log.LogDebug("The caller of {Path} has gone.", http.Request.Path);
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            guards.Log.LogError(exception, "{Method} {Path} failed.", http.Request.Method, http.Request.Path);
            await WriteProblemAsync(http, new FlyProblem(500, "internal server error", "unknown"));
        }
    }

    private static FlyProblem Scripted(FaultEffect.Status fault) => fault.Code switch
    {
        _ when fault.Error is { } error => new FlyProblem(fault.Code, $"{error}: refused by a scripted fault", error),
        403 => new FlyProblem(403, "organization is over the allowed quota"),
        408 => new FlyProblem(408, "deadline_exceeded: upstream host did not answer in time", "unknown"),
        409 or 412 =>
            new FlyProblem(
                fault.Code, "insufficient resources to create new machine: could not reserve resource for machine",
                "insufficient_capacity"),
        429 => new FlyProblem(429, "rate limit exceeded"),
        _ => new FlyProblem(fault.Code, "internal server error", "unknown"),
    };

    private static Task WriteProblemAsync(HttpContext http, FlyProblem problem)
    {
        http.Response.StatusCode = problem.Code;
        var body = new JsonObject { ["error"] = problem.Message };
        if (problem.Status is not null) body["status"] = problem.Status;
        return PlainJson.WriteAsync(http.Response, body);
    }
}
