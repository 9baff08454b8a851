using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PipAi.Providers.Fly.Api;

/// <summary>A call to the Machines API failed. The message says what, why and what to do.</summary>
internal sealed class FlyApiException(FlyRequest request, FlyFailure failure, string said, HttpStatusCode? status, string? requestId)
    : Exception(FlyErrorText.For(request, failure, said, status, requestId))
{
    private readonly bool repeatable = request.Repeatable;

    public FlyFailure Failure { get; } = failure;

    /// <summary>Fly's own words.</summary>
    public string Said { get; } = said;

    /// <summary>How long Fly asks to wait, where it does.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether sending the same request again is safe and may help. A request over the rate limit was not carried out.</summary>
    public bool MayRepeat => Failure switch
    {
        FlyFailure.RateLimited => true,
        FlyFailure.NotFound => IsRecent,
        FlyFailure.Server or FlyFailure.Unreachable => repeatable,
        _ => false,
    };

    /// <summary>Whether what it is about was made or changed a moment ago, and may only not be known everywhere yet.</summary>
    public bool IsRecent { get; init; }

    /// <summary>Whether the change may have happened although the call failed.</summary>
    public bool OutcomeUnknown => Failure is FlyFailure.TimedOut or FlyFailure.Server or FlyFailure.Unreachable;

    public static async Task<FlyApiException> FromAsync(
        FlyRequest request, HttpResponseMessage response, TimeProvider time, bool recent, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStringAsync(cancellation);
        var (said, code) = Parse(request.Redacted(body));
        var requestId = response.Headers.TryGetValues("fly-request-id", out var ids) ? ids.FirstOrDefault() : null;
        return new FlyApiException(request, Classify(response.StatusCode, code, said), said, response.StatusCode, requestId)
        {
            IsRecent = recent,
            RetryAfter = response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - time.GetUtcNow(),
                _ => null,
            },
        };
    }

    // Every field is optional, and a proxy in between may answer with something that is not JSON.
    private static (string Said, string? Code) Parse(string body)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject error)
                return (Text(error, "error") ?? Text(error, "message") ?? body, Text(error, "status") ?? Text(error, "code"));
        }
        catch (JsonException)
        {
            // Shown as it came.
        }

        return (body.Length > 300 ? body[..300] + "..." : body, null);
    }

    private static string? Text(JsonObject error, string name) =>
        error[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static FlyFailure Classify(HttpStatusCode status, string? code, string said)
    {
        bool Says(string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
        // Whatever its words are: a request too many is one to be sent later.
        if (status == HttpStatusCode.TooManyRequests) return FlyFailure.RateLimited;
        if (code == "insufficient_capacity" || Says("insufficient memory") || Says("could not reserve resource")
            || Says("insufficient capacity"))
            return FlyFailure.Capacity;
        if (Says("quota") || Says("limit reached")) return FlyFailure.Quota;
        if (code == "name_taken" || Says("already been taken") || Says("already exists") || Says("already_exists"))
            return FlyFailure.NameTaken;
        return status switch
        {
            HttpStatusCode.Unauthorized => FlyFailure.Unauthenticated,
            HttpStatusCode.Forbidden => FlyFailure.Forbidden,
            HttpStatusCode.NotFound or HttpStatusCode.Gone => FlyFailure.NotFound,
            HttpStatusCode.RequestTimeout => FlyFailure.TimedOut,
            HttpStatusCode.Conflict when Says("lease") => FlyFailure.LeaseHeld,
            HttpStatusCode.Conflict => FlyFailure.Stale,
            HttpStatusCode.PreconditionFailed => FlyFailure.Stale,
            >= HttpStatusCode.InternalServerError => FlyFailure.Server,
            _ => FlyFailure.Invalid,
        };
    }
}
