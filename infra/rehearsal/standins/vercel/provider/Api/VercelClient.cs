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
    private const int Attempts = 7;
    private const int MostShown = 200;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    // What Vercel asks for beyond it is not waited for: a deployment that stands still for longer should say why instead.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // A preview makes no call, and loads no client.
    private readonly Lazy<HttpClient> http = new(() => new HttpClient { Timeout = System.Threading.Timeout.InfiniteTimeSpan });

    /// <inheritdoc/>
    public void Dispose()
    {
        if (http.IsValueCreated) http.Value.Dispose();
    }

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

    /// <summary>
    /// Makes a call. One whose outcome is unknown is repeated, too: who calls knows how to find what the first try made.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path, from the version on: <c>v9/projects</c>.</param>
    /// <param name="team">The team it is about; null for the provider's.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="VercelException">Vercel refused it.</exception>
    /// <exception cref="InvalidOperationException">Vercel was not reached.</exception>
    public async Task<JsonObject> CallAsync(HttpMethod method, string path, string? team, JsonNode? body, CancellationToken cancellation) =>
        await CallAsync(method, path, Address(path, team ?? await TeamAsync(cancellation)), body, cancellation);

    // Resources show the id of their team, and programs say its slug.
    private async Task<string?> TeamAsync(CancellationToken cancellation)
    {
        if (settings.TeamId is null && settings.Team is { } team)
        {
            var path = $"v2/teams/{Uri.EscapeDataString(team)}";
            settings.TeamId = (string?)(await CallAsync(HttpMethod.Get, path, Address(path, null), null, cancellation))["id"];
        }

        return settings.TeamId;
    }

    private async Task<JsonObject> CallAsync(HttpMethod method, string path, Uri address, JsonNode? body, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CallOnceAsync(method, path, address, body, cancellation);
            }
            catch (PassingFailureException failure) when (attempt < Attempts)
            {
                var backoff = FirstWait * (1 << attempt);
                if (backoff > LongestWait) backoff = LongestWait;
                var asked = failure.RetryAfter < LongestAsked ? failure.RetryAfter : LongestAsked;
                await Task.Delay(asked > backoff ? asked : backoff, time, cancellation);
            }
            catch (PassingFailureException failure)
            {
                throw failure.InnerException!;
            }
        }
    }

    /// <exception cref="PassingFailureException">To ask again may help.</exception>
    private async Task<JsonObject> CallOnceAsync(
        HttpMethod method, string path, Uri address, JsonNode? body, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var answer = await SendAsync(method, address, body, either.Token);
            var text = await answer.Content.ReadAsStringAsync(either.Token);
            if (!answer.IsSuccessStatusCode)
            {
                var refusal = Refusal(method, path, answer, text);
                throw IsPassing(answer.StatusCode) ? new PassingFailureException(refusal, RetryAfter(answer)) : refusal;
            }

            if (text.Length == 0) return [];
            return Parse(text) ?? throw new PassingFailureException(new InvalidOperationException(
                $"Vercel's answer to {method} {path} is not what it should be. It begins: {text[..Math.Min(text.Length, MostShown)]}"));
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw Unanswered($"no answer within {Timeout.TotalSeconds:0} s", late);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw Unanswered(failure.Message, failure);
        }

        PassingFailureException Unanswered(string why, Exception cause) => new(
            new InvalidOperationException($"Vercel did not answer {method} {path}: {why}\n    ./pipai cloud start", cause));
    }

    private TimeSpan RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => TimeSpan.Zero,
    };

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, JsonNode? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await http.Value.SendAsync(request, cancellation);
    }

    private Uri Address(string path, string? team)
    {
        var address = new Uri(settings.BaseUrl, path);
        if (team is null) return address;
        var name = team.StartsWith("team_", StringComparison.Ordinal) ? "teamId" : "slug";
        return new Uri($"{address}{(address.Query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(team)}");
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout;

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // Something between us and Vercel answered, or the answer was cut off.
            return null;
        }
    }

    private static VercelException Refusal(HttpMethod method, string path, HttpResponseMessage answer, string text)
    {
        var error = Parse(text)?["error"];
        var (code, message) = ((string?)error?["code"] ?? "", (string?)error?["message"] ?? answer.ReasonPhrase);
        return new VercelException(
            (int)answer.StatusCode, code, $"Vercel refused {method} {path} with {(int)answer.StatusCode}: {message}");
    }

    /// <summary>A failure that may pass: what it is, and how long Vercel asks to wait.</summary>
    private sealed class PassingFailureException(Exception failure, TimeSpan retryAfter = default) : Exception(failure.Message, failure)
    {
        public TimeSpan RetryAfter => retryAfter;
    }
}
