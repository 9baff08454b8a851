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

    /// <summary>The machines of <paramref name="app"/> that have not been destroyed.</summary>
    /// <exception cref="PlatformCallException">The API can't be reached, refused the call, or answered something else.</exception>
    public Task<ImmutableArray<FleetMachine>> MachinesAsync(string app, CancellationToken cancellation) =>
        PlatformCall.MakeAsync($"The machines of '{app}' cannot be read from Fly at {access.FlyApi.Authority}", () => ListAsync(app, cancellation), cancellation);

    private async Task<ImmutableArray<FleetMachine>> ListAsync(string app, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, $"/v1/apps/{app}/machines", cancellation);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
        return [.. document.RootElement.EnumerateArray().Select(FleetMachine.Parse).Where(machine => machine.State != "destroyed")];
    }

    /// <summary>Destroys a machine, whatever it is doing.</summary>
    /// <exception cref="PlatformCallException">The API can't be reached or refused the call.</exception>
    public async Task DestroyAsync(string app, string machine, CancellationToken cancellation)
    {
        using var response = await PlatformCall.MakeAsync(
            $"Machine '{machine}' of '{app}' cannot be destroyed at Fly, {access.FlyApi.Authority}",
            () => SendAsync(HttpMethod.Delete, $"/v1/apps/{app}/machines/{machine}?force=true", cancellation),
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
