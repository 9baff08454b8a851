using System.Text.Json.Nodes;

namespace PipAi.Providers.Fly.Api;

/// <summary>One call to the Machines API.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path below <c>/v1/</c>, with its query.</param>
/// <param name="Purpose">What it is for, to complete “Fly could not ...”.</param>
internal sealed record FlyRequest(HttpMethod Method, string Path, string Purpose)
{
    public JsonNode? Body { get; init; }

    /// <summary>Nonce of the lease we hold on the machine.</summary>
    public string? Nonce { get; init; }

    /// <summary>Action and id that Fly limits the rate of: one a second for each pair.</summary>
    public (string Action, string Id) Budget { get; init; } = ("", "");

    /// <summary>Repeating the call does no harm, so that it may be repeated when the outcome of the first try is unknown.</summary>
    public bool Repeatable { get; init; } = Method == HttpMethod.Get;

    /// <summary>Values that must not appear in a message, should Fly repeat them.</summary>
    public IReadOnlyCollection<string> Secrets { get; init; } = [];

    /// <summary>Longest time to wait for an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A text without the secrets.</summary>
    public string Redacted(string text) => Secrets.Where(secret => secret.Length > 0)
        .Aggregate(text, (rest, secret) => rest.Replace(secret, "[secret]", StringComparison.Ordinal));
}
