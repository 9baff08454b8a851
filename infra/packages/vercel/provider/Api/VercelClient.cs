using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PipAi.Providers.Vercel.Api;

/// <summary>Calls Vercel's REST API; waits and asks again where Vercel says so or was not reached.</summary>
/// <param name="settings">Where the API is, and who asks.</param>
/// <param name="time">Clock of the waits.</param>
internal sealed class VercelClient(VercelSettings settings, TimeProvider time) : IDisposable
{
    private const int Attempts = 4;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>Gets a thing; null when there is none.</summary>
    public async Task<JsonObject?> FindAsync(string path, string? team, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync(HttpMethod.Get, path, team, null, cancellation);
        }
        catch (VercelException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Deletes a thing; one that is gone is deleted.</summary>
    public async Task DeleteAsync(string path, string? team, CancellationToken cancellation)
    {
        try
        {
            await CallAsync(HttpMethod.Delete, path, team, null, cancellation);
        }
        catch (VercelException missing) when (missing.Status == 404)
        {
            // Somebody else deleted it.
        }
    }

    /// <summary>Makes a call.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path, from the version on: <c>v9/projects</c>.</param>
    /// <param name="team">The team it is about; null for the provider's.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="VercelException">Vercel refused it.</exception>
    /// <exception cref="InvalidOperationException">Vercel was not reached.</exception>
    public async Task<JsonObject> CallAsync(HttpMethod method, string path, string? team, JsonNode? body, CancellationToken cancellation)
    {
        var address = Address(path, team ?? settings.Team);
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                using var answer = await SendAsync(method, address, body, cancellation);
                if (answer.IsSuccessStatusCode) return await ReadAsync(answer, cancellation);
                if (attempt == Attempts || !IsPassing(answer.StatusCode)) throw await RefusalAsync(method, path, answer, cancellation);
                wait = answer.Headers.RetryAfter?.Delta ?? FirstWait * (1 << attempt);
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                if (attempt == Attempts)
                    throw new InvalidOperationException(
                        $"Vercel did not answer {method} {path}: {failure.Message}\n    ./pipai cloud start", failure);
                wait = FirstWait * (1 << attempt);
            }

            await Task.Delay(wait, time, cancellation);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, JsonNode? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await http.SendAsync(request, cancellation);
    }

    private Uri Address(string path, string? team)
    {
        var address = new Uri(settings.BaseUrl, path);
        if (team is null) return address;
        var name = team.StartsWith("team_", StringComparison.Ordinal) ? "teamId" : "slug";
        return new Uri($"{address}{(address.Query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(team)}");
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return text.Length == 0 ? [] : JsonNode.Parse(text) as JsonObject ?? [];
    }

    private static async Task<VercelException> RefusalAsync(
        HttpMethod method, string path, HttpResponseMessage answer, CancellationToken cancellation)
    {
        JsonNode? error = null;
        try
        {
            error = (await ReadAsync(answer, cancellation))["error"];
        }
        catch (JsonException)
        {
            // Something between us and Vercel answered; its status is all there is.
        }

        var (code, message) = ((string?)error?["code"] ?? "", (string?)error?["message"] ?? answer.ReasonPhrase);
        return new VercelException((int)answer.StatusCode, code, $"Vercel refused {method} {path} with {(int)answer.StatusCode}: {message}");
    }
}
