using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PipAi.Operations.Platform;

/// <summary>An app's machines at the Fly Machines API (<c>/v1/apps/{app}/machines</c>).</summary>
internal sealed class FlyFleet(HttpClient http, PlatformAccess access, TimeProvider time)
{
    private const int Tries = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Lazy<Task<ImmutableArray<FleetMachine>>>> known = new(StringComparer.Ordinal);

    /// <summary>Whether an app's machines are read once, however many ask: Fly takes one such call a second.</summary>
    public bool Remembers { get; init; }

    /// <summary>The machines of <paramref name="app"/> that have not been destroyed.</summary>
    /// <exception cref="PlatformCallException">The API can't be reached, refused the call, or answered something else.</exception>
    public Task<ImmutableArray<FleetMachine>> MachinesAsync(string app, CancellationToken cancellation) => Remembers
        ? known.GetOrAdd(app, name => new(() => ReadAsync(name, cancellation))).Value
        : ReadAsync(app, cancellation);

    private Task<ImmutableArray<FleetMachine>> ReadAsync(string app, CancellationToken cancellation) =>
        PlatformCall.MakeAsync(
            $"The machines of '{app}' cannot be read from Fly at {access.FlyApi.Authority}", () => ListAsync(app, cancellation),
            cancellation);

    private async Task<ImmutableArray<FleetMachine>> ListAsync(string app, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, $"/v1/apps/{app}/machines", cancellation);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
        return [.. document.RootElement.EnumerateArray().Select(FleetMachine.Parse).Where(machine => machine.State != "destroyed")];
    }

    /// <summary>What an app has at a path below it, such as <c>secrets</c>.</summary>
    /// <exception cref="PlatformCallException">The API can't be reached, refused the call, or answered something else.</exception>
    public Task<JsonElement> ThingsAsync(string app, string path, CancellationToken cancellation) =>
        PlatformCall.MakeAsync($"The {path} of '{app}' cannot be read from Fly at {access.FlyApi.Authority}", async () =>
        {
            using var response = await SendAsync(HttpMethod.Get, $"/v1/apps/{app}/{path}", cancellation);
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
            return document.RootElement.Clone();
        }, cancellation);

    /// <summary>Removes one thing of an app, by its path below it.</summary>
    /// <exception cref="PlatformCallException">The API can't be reached or refused the call.</exception>
    public async Task RemoveAsync(string app, string path, CancellationToken cancellation)
    {
        using var response = await PlatformCall.MakeAsync(
            $"'{path.Split('?')[0]}' of '{app}' cannot be removed at Fly, {access.FlyApi.Authority}",
            () => SendAsync(HttpMethod.Delete, $"/v1/apps/{app}/{path}", cancellation),
            cancellation);
    }

    /// <summary>Fly takes about one call a second for an app: who asks too often is told so, and waits.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, new Uri(access.FlyApi, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.FlyToken);
            var response = await http.SendAsync(request, cancellation);
            if (response.StatusCode != HttpStatusCode.TooManyRequests || attempt == Tries) return response.EnsureSuccessStatusCode();
            response.Dispose();
            await Task.Delay(Pause * attempt, time, cancellation);
        }
    }
}
