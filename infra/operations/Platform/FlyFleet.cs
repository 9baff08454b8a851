using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PipAi.Operations.Platform;

/// <summary>Reads an app's machines from the Fly Machines API (<c>GET /v1/apps/{app}/machines</c>).</summary>
internal sealed class FlyFleet(HttpClient http, PlatformAccess access)
{
    /// <summary>The machines of <paramref name="app"/> that have not been destroyed.</summary>
    /// <exception cref="PlatformCallException">The API can't be reached, refused the call, or answered something else.</exception>
    public Task<ImmutableArray<FleetMachine>> MachinesAsync(string app, CancellationToken cancellation) =>
        PlatformCall.MakeAsync($"The machines of '{app}' cannot be read from Fly at {access.FlyApi.Authority}", () => ListAsync(app, cancellation), cancellation);

    private async Task<ImmutableArray<FleetMachine>> ListAsync(string app, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(access.FlyApi, $"/v1/apps/{app}/machines"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.FlyToken);
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
        return [.. document.RootElement.EnumerateArray().Select(FleetMachine.Parse).Where(machine => machine.State != "destroyed")];
    }
}
