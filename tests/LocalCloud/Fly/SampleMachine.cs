using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PipAi.LocalCloud.Tests.Fly;

/// <summary>The program inside the tests' image: a small web service that can be made sick or slow.</summary>
internal static class SampleMachine
{
    public static async Task<int> RunAsync()
    {
        if (Environment.GetEnvironmentVariable("EXIT_AT_ONCE") is { } code) return int.Parse(code, null);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(Environment.GetEnvironmentVariable("ASPNETCORE_URLS")!);
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        MapHealth(application);
        MapEchoes(application);
        MapEnds(application);
        await Console.Out.WriteLineAsync("the sample machine listens");
        await application.RunAsync();
        return 0;
    }

    private static void MapHealth(WebApplication application)
    {
        var healthy = Environment.GetEnvironmentVariable("SICK") is null;
        application.MapGet("/health", (RequestDelegate)(http =>
        {
            http.Response.StatusCode = healthy ? 200 : 500;
            return http.Response.WriteAsync(healthy ? "fine" : "sick");
        }));
        application.MapPost("/sick", (RequestDelegate)(_ =>
        {
            healthy = false;
            return Task.CompletedTask;
        }));
    }

    /// <summary>Who answers, and what arrived there.</summary>
    private static void MapEchoes(WebApplication application)
    {
        application.MapGet(
            "/who", (RequestDelegate)(http => http.Response.WriteAsync(Environment.GetEnvironmentVariable("FLY_MACHINE_ID")!)));
        application.MapGet("/env/{name}", (RequestDelegate)(http =>
            http.Response.WriteAsync(Environment.GetEnvironmentVariable((string)http.Request.RouteValues["name"]!) ?? "")));
        application.MapGet("/headers", (RequestDelegate)(http => http.Response.WriteAsync(
            string.Join(
                '\n',
                http.Request.Headers.OrderBy(header => header.Key, StringComparer.Ordinal).Select(
                    header => $"{header.Key}: {header.Value}")))));
        application.MapPost("/echo", (RequestDelegate)(http => http.Request.Body.CopyToAsync(http.Response.Body)));
    }

    /// <summary>An answer that takes as long as a test wants, and an exit.</summary>
    private static void MapEnds(WebApplication application)
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        application.MapPost("/release", (RequestDelegate)(_ =>
        {
            released.TrySetResult();
            return Task.CompletedTask;
        }));
        application.MapGet("/wait", (RequestDelegate)(async http =>
        {
            await http.Response.WriteAsync("first ");
            await http.Response.Body.FlushAsync();
            await released.Task.WaitAsync(http.RequestAborted);
            await http.Response.WriteAsync("last");
        }));
        application.MapPost("/exit/{code:int}", (RequestDelegate)(http =>
        {
            Environment.Exit(int.Parse((string)http.Request.RouteValues["code"]!, null));
            return Task.CompletedTask;
        }));
    }
}
