using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace PipAi.Providers.Aws.Roles;

/// <summary>
/// Tells the local STS of roles: who may assume one, and what it may do; where there is none (no rehearsal), nobody is told.
/// </summary>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class RoleRegistry(Func<string, string?> environment)
{
    private readonly Lazy<HttpClient?> client = new(() => Make(environment));

    /// <summary>Registers a role, or replaces what was registered.</summary>
    /// <exception cref="InvalidOperationException">STS is there and does not take it.</exception>
    public Task PutAsync(string arn, string id, string trustPolicy, int maxSessionDuration, CancellationToken cancellation) =>
        SendAsync($"role '{arn}'", $"roles/{Uri.EscapeDataString(arn)}", (http, path) => http.PutAsJsonAsync(
            path,
            new JsonObject
            {
                ["Arn"] = arn,
                ["Id"] = id,
                ["TrustPolicy"] = JsonNode.Parse(trustPolicy),
                ["MaxSessionDuration"] = maxSessionDuration,
            },
            cancellation), cancellation);

    /// <summary>Forgets a role.</summary>
    /// <exception cref="InvalidOperationException">STS is there and does not do it.</exception>
    public Task DeleteAsync(string arn, CancellationToken cancellation) =>
        SendAsync(
            $"role '{arn}'", $"roles/{Uri.EscapeDataString(arn)}", (http, path) => http.DeleteAsync(path, cancellation), cancellation);

    /// <summary>Gives a role a policy, or replaces the one of that name.</summary>
    /// <exception cref="InvalidOperationException">STS is there and does not take it: there is no such role.</exception>
    public Task PutPolicyAsync(string role, string policy, string document, CancellationToken cancellation) => SendAsync(
        $"policy '{policy}' of role '{role}'",
        PolicyPath(role, policy),
        (http, path) => http.PutAsJsonAsync(path, JsonNode.Parse(document), cancellation),
        cancellation);

    /// <summary>Takes a policy from a role.</summary>
    /// <exception cref="InvalidOperationException">STS is there and does not do it.</exception>
    public Task DeletePolicyAsync(string role, string policy, CancellationToken cancellation) => SendAsync(
        $"policy '{policy}' of role '{role}'",
        PolicyPath(role, policy),
        (http, path) => http.DeleteAsync(path, cancellation),
        cancellation);

    private static string PolicyPath(string role, string policy) =>
        $"role-policies/{Uri.EscapeDataString(role)}/{Uri.EscapeDataString(policy)}";

    private async Task SendAsync(
        string what, string path, Func<HttpClient, Uri, Task<HttpResponseMessage>> send, CancellationToken cancellation)
    {
        if (client.Value is not { } http) return;
        try
        {
            using var answer = await send(http, new Uri(path, UriKind.Relative));
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"STS refused {what} with status {(int)answer.StatusCode}.");
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new InvalidOperationException($"STS did not answer about {what}: {failure.Message}\n    ./pipai cloud start", failure);
        }
    }

    private static HttpClient? Make(Func<string, string?> environment)
    {
        if (environment("AWS_ENDPOINT_URL_STS") is not { Length: > 0 } address) return null;
        var credentials = $"{environment("AWS_ACCESS_KEY_ID")}:{environment("AWS_SECRET_ACCESS_KEY")}";
        var http = new HttpClient { BaseAddress = new Uri(address.TrimEnd('/') + "/"), Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        return http;
    }
}
