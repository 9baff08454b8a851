using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Hosting;

/// <summary>
/// Our own API over a local cloud: <c>GET /status</c>, <c>GET|POST /faults</c>, <c>DELETE /faults/{id}</c>,
/// <c>POST /machines/{id}/kill</c>, <c>GET /logs</c>, <c>POST /stop</c>. Asks for the control token.
/// </summary>
internal sealed class ControlApi(LocalCloudContext cloud, IReadOnlyList<IVendorService> services) : IVendorService
{
    private const int DefaultLogLines = 200;
    private readonly TaskCompletionSource stopAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset startedAt = cloud.Time.GetUtcNow();
    private LoopbackServer? server;

    /// <inheritdoc/>
    public string Name => VendorNames.Control;

    /// <inheritdoc/>
    public int Port => server?.Port ?? 0;

    /// <summary>Ends when a client asks the cloud to stop.</summary>
    public Task StopAsked => stopAsked.Task;

    /// <inheritdoc/>
    public async Task StartAsync(int port, CancellationToken cancellation) => server = await LoopbackServer.StartAsync(
        new LoopbackServerOptions { Service = Name, Port = port, Loggers = cloud.Loggers }, _ => { }, Map, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }

    private void Map(WebApplication application)
    {
        application.Use(async (http, next) =>
        {
            if (http.Request.Headers.Authorization.ToString() == $"Bearer {cloud.Tokens.Control}") await next(http);
            else await RefuseAsync(http, 401, "The control API asks for the control token of cloud.json.");
        });
        application.UseRouting();
        application.MapGet("/status", (RequestDelegate)(http => http.Response.WriteAsJsonAsync(Status(), CloudStatus.Format)));
        application.MapGet("/faults", (RequestDelegate)(http => http.Response.WriteAsJsonAsync(cloud.Faults.Faults, CloudStatus.Format)));
        application.MapPost("/faults", (RequestDelegate)AddFaultAsync);
        application.MapDelete("/faults/{id}", (RequestDelegate)(http => cloud.Faults.Remove(Path(http, "id"))
            ? WriteEmptyAsync(http)
            : RefuseAsync(http, 404, $"There is no fault '{Path(http, "id")}'.")));
        application.MapPost("/machines/{id}/kill", (RequestDelegate)(http => Fly.KillMachine(Path(http, "id"))
            ? WriteEmptyAsync(http)
            : RefuseAsync(http, 404, $"No machine '{Path(http, "id")}' runs.")));
        application.MapGet("/logs", (RequestDelegate)LogsAsync);
        application.MapPost("/stop", (RequestDelegate)(async http =>
        {
            await WriteEmptyAsync(http);
            await http.Response.CompleteAsync();
            stopAsked.TrySetResult();
        }));
    }

    private FlyService Fly => services.OfType<FlyService>().Single();

    private JsonObject Status() => new()
    {
        ["stack"] = cloud.Stack,
        ["processId"] = Environment.ProcessId,
        ["startedAt"] = startedAt,
        ["ports"] = new JsonObject(cloud.Ports.OrderBy(port => port.Key, StringComparer.Ordinal)
            .Select(port => KeyValuePair.Create(port.Key, (JsonNode?)port.Value))),
        ["faults"] = JsonSerializer.SerializeToNode(cloud.Faults.Faults, CloudStatus.Format),
        ["services"] = new JsonObject(services.Select(service => KeyValuePair.Create(service.Name, service.Describe()))),
    };

    private async Task AddFaultAsync(HttpContext http)
    {
        try
        {
            var fault = await http.Request.ReadFromJsonAsync<Fault>(CloudStatus.Format, http.RequestAborted);
            if (!VendorNames.All.Contains(fault!.Service))
                throw new ArgumentException($"There is no service '{fault.Service}'; it is one of {string.Join(", ", VendorNames.All)}.");
            FaultRegions.Check(fault);
            http.Response.StatusCode = 201;
            await http.Response.WriteAsJsonAsync(cloud.Faults.Add(fault), CloudStatus.Format);
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException)
        {
            await RefuseAsync(http, 400, exception is ArgumentException impossible ? Sentence(impossible) : exception.Message);
        }
    }

    private async Task LogsAsync(HttpContext http)
    {
        var lines = int.TryParse(http.Request.Query["lines"], CultureInfo.InvariantCulture, out var asked) ? asked : DefaultLogLines;
        try
        {
            var log = await Fly.ReadLogsAsync(
                http.Request.Query["app"].ToString(), http.Request.Query["machine"].ToString(), lines, http.RequestAborted);
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(log, http.RequestAborted);
        }
        catch (ArgumentException nobody)
        {
            await RefuseAsync(http, 404, Sentence(nobody));
        }
    }

    // Without the name of the parameter that .NET puts behind it.
    private static string Sentence(ArgumentException exception) => exception.Message.Split(" (Parameter")[0];

    private static string Path(HttpContext http, string name) => (string)http.Request.RouteValues[name]!;

    private static Task WriteEmptyAsync(HttpContext http)
    {
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext http, int code, string message)
    {
        http.Response.StatusCode = code;
        return PlainJson.WriteAsync(http.Response, new JsonObject { ["error"] = message });
    }
}
