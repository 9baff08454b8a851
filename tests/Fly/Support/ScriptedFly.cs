using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PipAi.Providers.Fly;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Settings;
using PipAi.Testing;

namespace PipAi.Fly.Tests.Support;

/// <summary>An HTTP server that answers as a test tells it to and remembers what it was asked. The latest rule that fits answers.</summary>
internal sealed class ScriptedFly : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly List<Rule> rules = [];

    private ScriptedFly(WebApplication server, double hurry) => (this.server, Time) = (server, new HurriedTime(hurry));

    public ConcurrentQueue<ScriptedRequest> Requests { get; } = [];

    public HurriedTime Time { get; }

    public string Address => server.Urls.First();

    /// <param name="hurry">How much faster than the wall's its clock is.</param>
    public static async Task<ScriptedFly> StartAsync(double hurry = 20)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        var scripted = new ScriptedFly(server, hurry);
        server.Run(scripted.ServeAsync);
        await server.StartAsync();
        return scripted;
    }

    /// <summary>Answers requests whose “METHOD /path” fits a pattern (<c>*</c> is anything but a slash).</summary>
    public void On(string pattern, Func<ScriptedRequest, ScriptedAnswer> answer, int times = int.MaxValue)
    {
        var regex = new Regex("^" + Regex.Escape(pattern).Replace("\\*", "[^/]+", StringComparison.Ordinal) + "$");
        lock (rules) rules.Insert(0, new Rule(regex, answer) { Left = times });
    }

    public int Count(string pattern)
    {
        var regex = new Regex("^" + Regex.Escape(pattern).Replace("\\*", "[^/]+", StringComparison.Ordinal) + "$");
        return Requests.Count(request => regex.IsMatch(request.Line));
    }

    public FlyProviderEnvironment Surroundings(string? token = "token") => new()
    {
        Time = Time,
        Http = () => Time.Around(new SocketsHttpHandler()),
        Random = () => 0.5,
        Environment = name => name switch { "FLY_API_TOKEN" => token, "FLY_FLAPS_BASE_URL" => Address, _ => null },
    };

    public ProviderRun Run(string? token = "token", IEngine? engine = null) => new(new FlyProvider(Surroundings(token), engine));

    public FlyClient Client(string token = "token") => new(
        Time.Around(new SocketsHttpHandler()), new FlySettings { Token = token, Endpoint = new Uri(Address + "/") }, Time, () => 0.5);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Time.Dispose();
    }

    private async Task ServeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync();
        var request = new ScriptedRequest(
            $"{http.Request.Method} {http.Request.Path.Value!["/v1".Length..]}",
            http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject(),
            http.Request.Headers["fly-machine-lease-nonce"].ToString(),
            http.Request.Headers.Authorization.ToString());
        Requests.Enqueue(request);
        Rule? rule;
        lock (rules) rule = rules.Find(candidate => candidate.Left > 0 && candidate.Pattern.IsMatch(request.Line));
        if (rule is not null) rule.Left--;
        var answer = rule?.Answer(request) ?? ScriptedAnswer.Error(404, $"no rule for {request.Line}");
        http.Response.StatusCode = answer.Status;
        http.Response.Headers["fly-request-id"] = "01REQUEST";
        if (answer.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (answer.Body is not null) await http.Response.WriteAsync(answer.Body.ToJsonString());
        else if (answer.Raw is not null) await http.Response.WriteAsync(answer.Raw);
    }

    private sealed record Rule(Regex Pattern, Func<ScriptedRequest, ScriptedAnswer> Answer)
    {
        public int Left { get; set; }
    }
}

/// <summary>A request as the server saw it.</summary>
internal sealed record ScriptedRequest(
    string Line, IReadOnlyDictionary<string, string> Query, JsonObject? Body, string Nonce, string Authorization);

/// <summary>What the server answers.</summary>
internal sealed record ScriptedAnswer(int Status, JsonNode? Body)
{
    public int? RetryAfter { get; init; }

    public string? Raw { get; init; }

    public static ScriptedAnswer Ok(JsonNode? body = null) => new(200, body);

    public static ScriptedAnswer Error(int status, string message, string? code = null) =>
        new(status, new JsonObject { ["error"] = message, ["status"] = code ?? "unknown" });
}
