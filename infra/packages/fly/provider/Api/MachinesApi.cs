using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace PipAi.Providers.Fly.Api;

/// <summary>The calls of the Machines API that concern machines. Bodies stay JSON: fields this package does not know survive.</summary>
internal sealed class MachinesApi(FlyClient client)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, MachineList> lists = new(StringComparer.Ordinal);

    /// <summary>All machines of an app. Calls at the same time share one request, since Fly allows one a second.</summary>
    public Task<IReadOnlyList<MachineView>> ListAsync(string app, CancellationToken cancellation) =>
        lists.GetOrAdd(app, name => new MachineList(token => FetchListAsync(name, token))).ReadAsync(cancellation);

    /// <summary>One machine, or null when it does not exist.</summary>
    public async Task<MachineView?> FindAsync(string app, string id, CancellationToken cancellation)
    {
        var request = new FlyRequest(HttpMethod.Get, Path(app, id), $"read machine '{id}' of app '{app}'") { Budget = ("get", id) };
        return await client.FindAsync(request, cancellation) is JsonObject machine ? new MachineView(machine) : null;
    }

    public async Task<MachineView> CreateAsync(
        string app, JsonObject body, IReadOnlyCollection<string> secrets, CancellationToken cancellation)
    {
        var request = new FlyRequest(HttpMethod.Post, Path(app), $"create machine '{body["name"]}' in app '{app}'")
        {
            Body = body,
            Secrets = secrets,
            Budget = ("create", app),
            Timeout = TimeSpan.FromSeconds(90),
        };
        return new MachineView((JsonObject)(await client.SendAsync(request, cancellation))!);
    }

    // Repeatable: the nonce and the version in the body make sure that a repeated update is the same update.
    public async Task<MachineView> UpdateAsync(
        string app, string id, JsonObject body, string nonce, IReadOnlyCollection<string> secrets, CancellationToken cancellation)
    {
        var request = new FlyRequest(HttpMethod.Post, Path(app, id), $"update machine '{id}' of app '{app}'")
        {
            Body = body,
            Nonce = nonce,
            Secrets = secrets,
            Budget = ("update", id),
            Timeout = TimeSpan.FromSeconds(90),
        };
        return new MachineView((JsonObject)(await client.SendAsync(request, cancellation))!);
    }

    public Task StartAsync(string app, string id, string? nonce, CancellationToken cancellation) =>
        ActAsync(app, id, "start", nonce, cancellation);

    /// <summary>Stops with the machine's own signal and timeout.</summary>
    public Task StopAsync(string app, string id, JsonObject? stop, string? nonce, CancellationToken cancellation) =>
        client.SendAsync(Act(app, id, "stop", nonce) with { Body = stop?.DeepClone() ?? new JsonObject() }, cancellation);

    public Task CordonAsync(string app, string id, string? nonce, CancellationToken cancellation) =>
        ActAsync(app, id, "cordon", nonce, cancellation);

    public Task UncordonAsync(string app, string id, string? nonce, CancellationToken cancellation) =>
        ActAsync(app, id, "uncordon", nonce, cancellation);

    public async Task DeleteAsync(string app, string id, bool force, string? nonce, CancellationToken cancellation)
    {
        var path = Path(app, id) + (force ? "?force=true" : "");
        var request = new FlyRequest(HttpMethod.Delete, path, $"delete machine '{id}' of app '{app}'")
        {
            Nonce = nonce,
            Budget = ("delete", id),
            Repeatable = true,
        };
        await client.SendAsync(request, cancellation);
    }

    public async Task SetMetadataAsync(string app, string id, string key, string value, CancellationToken cancellation)
    {
        var path = $"{Path(app, id)}/metadata/{Uri.EscapeDataString(key)}";
        var request = new FlyRequest(HttpMethod.Post, path, $"label machine '{id}' of app '{app}' with '{key}'")
        {
            Body = new JsonObject { ["value"] = value },
            Budget = ("metadata", id),
            Repeatable = true,
        };
        await client.SendAsync(request, cancellation);
    }

    public async Task RemoveMetadataAsync(string app, string id, string key, CancellationToken cancellation)
    {
        var path = $"{Path(app, id)}/metadata/{Uri.EscapeDataString(key)}";
        var request = new FlyRequest(HttpMethod.Delete, path, $"remove label '{key}' of machine '{id}' of app '{app}'")
        {
            Budget = ("metadata", id),
            Repeatable = true,
        };
        await client.SendAsync(request, cancellation);
    }

    /// <summary>Waits for a state for at most a minute, the longest that Fly waits. False when it was not reached.</summary>
    public async Task<bool> WaitAsync(
        string app, string id, string state, string? instance, TimeSpan timeout, CancellationToken cancellation)
    {
        var seconds = Math.Clamp((int)timeout.TotalSeconds, 1, (int)LongestWait.TotalSeconds);
        var version = instance is null ? "" : $"&instance_id={instance}&version={instance}";
        var request = new FlyRequest(
            HttpMethod.Get, $"{Path(app, id)}/wait?state={state}&timeout={seconds}{version}",
            $"wait until machine '{id}' of app '{app}' is {state}")
        {
            Budget = ("wait", id),
            Timeout = TimeSpan.FromSeconds(seconds + 15),
        };
        try
        {
            var answer = await client.SendAsync(request, cancellation);
            return answer?["state"]?.GetValue<string>() is not { } reached || reached == state;
        }
        catch (FlyApiException expired) when (expired.Failure == FlyFailure.TimedOut)
        {
            return false;
        }
    }

    /// <summary>Takes a lease, or refreshes the one whose nonce is given; answers with the nonce.</summary>
    public async Task<string> LeaseAsync(string app, string id, TimeSpan ttl, string? nonce, CancellationToken cancellation)
    {
        var request = new FlyRequest(
            HttpMethod.Post, $"{Path(app, id)}/lease?ttl={(int)ttl.TotalSeconds}", $"lease machine '{id}' of app '{app}'")
        {
            Nonce = nonce,
            Budget = ("lease", id),
            Repeatable = nonce is not null,
        };
        var answer = await client.SendAsync(request, cancellation);
        return answer!["data"]!["nonce"]!.GetValue<string>();
    }

    public async Task ReleaseAsync(string app, string id, string nonce, CancellationToken cancellation)
    {
        var request = new FlyRequest(HttpMethod.Delete, $"{Path(app, id)}/lease", $"release machine '{id}' of app '{app}'")
        {
            Nonce = nonce,
            Budget = ("release", id),
            Repeatable = true,
        };
        await client.SendAsync(request, cancellation);
    }

    private Task<JsonNode?> ActAsync(string app, string id, string verb, string? nonce, CancellationToken cancellation) =>
        client.SendAsync(Act(app, id, verb, nonce), cancellation);

    private static FlyRequest Act(string app, string id, string verb, string? nonce) =>
        new(HttpMethod.Post, $"{Path(app, id)}/{verb}", $"{verb} machine '{id}' of app '{app}'")
        {
            Nonce = nonce,
            Budget = (verb, id),
            Repeatable = true,
        };

    private async Task<IReadOnlyList<MachineView>> FetchListAsync(string app, CancellationToken cancellation)
    {
        var request = new FlyRequest(HttpMethod.Get, Path(app), $"list the machines of app '{app}'") { Budget = ("list", app) };
        var answer = await client.SendAsync(request, cancellation) as JsonArray;
        return [.. (answer ?? []).OfType<JsonObject>().Select(machine => new MachineView(machine))];
    }

    private static string Path(string app, string? id = null) =>
        $"apps/{Uri.EscapeDataString(app)}/machines" + (id is null ? "" : "/" + Uri.EscapeDataString(id));
}
