using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>One call of the API with its parts read.</summary>
internal sealed class FlyCall
{
    /// <summary>Header that shows a lease.</summary>
    public const string NonceHeader = "fly-machine-lease-nonce";

    private readonly HttpContext http;
    private readonly JsonElement body;

    private FlyCall(HttpContext http, FlyState state, JsonElement body) => (this.http, State, this.body) = (http, state, body);

    /// <summary>Apps and machines.</summary>
    public FlyState State { get; }

    /// <summary>Ends with the connection.</summary>
    public CancellationToken Cancellation => http.RequestAborted;

    /// <summary>The lease nonce the caller shows; empty when none.</summary>
    public string Nonce => http.Request.Headers[NonceHeader].ToString();

    /// <summary>The JSON body; missing when there was none.</summary>
    public ConfigNode Body => new(body, "body");

    /// <summary>The region the call is about: the machine's, or the one in the body; null when it is about none.</summary>
    public string? Region => State.Machine(Path("machine"))?.Region
        ?? (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("region", out var region)
            && region.ValueKind == JsonValueKind.String
            ? region.GetString()
            : null);

    /// <summary>The app the path names.</summary>
    /// <exception cref="FlyProblem">404: there is none.</exception>
    public AppRecord App => State.App(Path("app")) ?? throw FlyProblem.NotFound($"app '{Path("app")}'");

    /// <summary>The machine the path names, also a destroyed one.</summary>
    /// <exception cref="FlyProblem">404: there is none.</exception>
    public MachineRecord AnyMachine => State.Machine(Path("machine")) is { } machine && machine.App == App.Name
        ? machine
        : throw FlyProblem.NotFound($"machine '{Path("machine")}'");

    /// <summary>The machine the path names.</summary>
    /// <exception cref="FlyProblem">404: there is none, or it is destroyed.</exception>
    public MachineRecord Machine => AnyMachine is { State: not MachineState.Destroyed } machine
        ? machine
        : throw FlyProblem.NotFound($"machine '{Path("machine")}'");

    /// <summary>Reads the body and makes a call of it.</summary>
    /// <exception cref="FlyProblem">400: the body is not JSON.</exception>
    public static async Task<FlyCall> ReadAsync(HttpContext http, FlyState state)
    {
        using var text = new MemoryStream();
        await http.Request.Body.CopyToAsync(text, http.RequestAborted);
        if (text.Length == 0) return new FlyCall(http, state, default);
        try
        {
            using var document = JsonDocument.Parse(text.ToArray());
            return new FlyCall(http, state, document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            throw FlyProblem.Invalid($"invalid JSON body: {exception.Message}");
        }
    }

    /// <summary>Refuses the call if it asks for more than is offered.</summary>
    /// <exception cref="FlyProblem">400: it does.</exception>
    public void Require(OfferedOperation offered) => FlyOffer.Require(offered, http.Request, body);

    /// <summary>A part of the path; empty when the route has none of that name.</summary>
    public string Path(string name) => http.Request.RouteValues.TryGetValue(name, out var value) && value is string text
        ? Uri.UnescapeDataString(text)
        : "";

    /// <summary>A query parameter's value; empty when missing.</summary>
    public string Query(string name) => http.Request.Query[name].ToString();

    /// <summary>A query parameter as a value of a body would be; missing when empty.</summary>
    public ConfigNode QueryNode(string name) =>
        new(Query(name) is { Length: > 0 } text ? JsonSerializer.SerializeToElement(text) : default, name);

    /// <summary>All values of a query parameter, also of comma lists.</summary>
    public IReadOnlyList<string> QueryList(string name) =>
        [.. http.Request.Query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Whether a query parameter is true.</summary>
    public bool QueryFlag(string name) => Query(name) is "true" or "1";

    /// <summary>Query parameters that begin with a prefix, without it.</summary>
    public IEnumerable<(string Name, string Value)> QueryWithPrefix(string prefix) => http.Request.Query
        .Where(parameter => parameter.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(parameter => (parameter.Key[prefix.Length..], parameter.Value.ToString()));

    /// <summary>A duration of the query: seconds or Go text; null when missing.</summary>
    /// <exception cref="FlyProblem">400: not a duration.</exception>
    public TimeSpan? QueryDuration(string name)
    {
        var text = Query(name);
        if (text.Length == 0) return null;
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var seconds)) return TimeSpan.FromSeconds(seconds);
        return GoDuration.TryParse(text, out var duration) ? duration : throw FlyProblem.Invalid($"invalid duration \"{text}\" for {name}");
    }
}
