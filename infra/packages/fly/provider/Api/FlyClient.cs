using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.Providers.Fly.Settings;
using Polly;
using Polly.Retry;

namespace PipAi.Providers.Fly.Api;

/// <summary>
/// Sends requests to the Machines API: within the rate limits, with the token's scheme, repeated where that is safe, and with
/// every failure told in words.
/// </summary>
internal sealed class FlyClient : IDisposable
{
    private const int MostShown = 200;

    // A deployment that stands still for longer should say why instead.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private const string NonceHeader = "fly-machine-lease-nonce";
    private readonly HttpClient http;
    private readonly FlySettings settings;
    private readonly TimeProvider time;
    private readonly RequestBudget budget;
    private readonly RecentChanges changes;
    private readonly ResiliencePipeline<JsonNode?> retries;

    public FlyClient(HttpMessageHandler handler, FlySettings settings, TimeProvider time, Func<double> random)
    {
        http = new HttpClient(handler) { BaseAddress = settings.Endpoint, Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("pulumi-resource-fly/0.1");
        this.settings = settings;
        this.time = time;
        budget = new RequestBudget(time);
        changes = new RecentChanges(time);
        retries = Retries(time, random);
    }

    /// <summary>Sends a request and answers with the body; null when it is empty.</summary>
    /// <exception cref="FlyApiException">Fly refused, failed or did not answer.</exception>
    /// <exception cref="InvalidOperationException">There is no token.</exception>
    public async Task<JsonNode?> SendAsync(FlyRequest request, CancellationToken cancellation)
    {
        var call = settings.Token is { } token ? request with { Secrets = [.. request.Secrets, FlyAuthorization.Bare(token)] } : request;
        return await retries.ExecuteAsync(
            static async (work, canceled) => await work.client.SendOnceAsync(work.call, canceled), (client: this, call), cancellation);
    }

    /// <summary>Asks for something that may not exist: null when it does not.</summary>
    public async Task<JsonNode?> FindAsync(FlyRequest request, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(request, cancellation);
        }
        catch (FlyApiException missing) when (missing.Failure == FlyFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>Deletes something; what is gone already is deleted.</summary>
    public Task DeleteAsync(FlyRequest request, CancellationToken cancellation) => FindAsync(request, cancellation);

    public void Dispose() => http.Dispose();

    private async Task<JsonNode?> SendOnceAsync(FlyRequest request, CancellationToken cancellation)
    {
        await budget.TakeAsync(request.Budget, cancellation);
        using var deadline = new CancellationTokenSource(request.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var message = Message(request);
        var text = "";
        try
        {
            using var response = await http.SendAsync(message, either.Token);
            if (!response.IsSuccessStatusCode)
                throw await FlyApiException.FromAsync(request, response, time, changes.Concerns(request), either.Token);
            text = await response.Content.ReadAsStringAsync(either.Token);
            var answer = string.IsNullOrWhiteSpace(text) ? null : JsonNode.Parse(text);
            changes.Note(request, answer);
            return answer;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable(request, $"no answer within {request.Timeout.TotalSeconds:0} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw Unreachable(request, failure.Message);
        }
        catch (JsonException)
        {
            throw Unreachable(
                request,
                $"the answer is not JSON. It begins: {request.Redacted(text)[..Math.Min(request.Redacted(text).Length, MostShown)]}");
        }
    }

    private HttpRequestMessage Message(FlyRequest request)
    {
        var token = settings.Token ?? throw new InvalidOperationException(
            $"Fly could not {request.Purpose}: no API token is set. Set one and run again.\n    export FLY_API_TOKEN=$(fly tokens create "
                + $"org)");
        var message = new HttpRequestMessage(request.Method, "v1/" + request.Path);
        message.Headers.Authorization = FlyAuthorization.Header(token);
        if (request.Nonce is { } nonce) message.Headers.Add(NonceHeader, nonce);
        if (request.Body is { } body) message.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return message;
    }

    private static FlyApiException Unreachable(FlyRequest request, string why) => new(request, FlyFailure.Unreachable, why, null, null);

    private static ResiliencePipeline<JsonNode?> Retries(TimeProvider time, Func<double> random) =>
        new ResiliencePipelineBuilder<JsonNode?> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<JsonNode?>
            {
                MaxRetryAttempts = 6,
                ShouldHandle = arguments =>
                    ValueTask.FromResult(arguments.Outcome.Exception is FlyApiException failure && failure.MayRepeat),
                DelayGenerator = arguments =>
                {
                    var failure = arguments.Outcome.Exception as FlyApiException;
                    var backoff = TimeSpan.FromMilliseconds(Math.Min(8000, 250 * Math.Pow(2, arguments.AttemptNumber)));
                    var asked = TimeSpan.FromTicks(Math.Clamp(failure?.RetryAfter?.Ticks ?? 0, 0, LongestWait.Ticks));
                    // Half of the wait is random, so that many machines that were refused together do not come back together.
                    return ValueTask.FromResult<TimeSpan?>(asked + (backoff * (0.5 + (random() / 2))));
                },
            })
            .Build();
}
