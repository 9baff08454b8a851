using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Surplus;

/// <summary>
/// Environment variables of the frontend's Vercel project (<c>GET /v9/projects/{id}/env</c>). One set by hand can override a declared one.
/// </summary>
internal sealed class SurplusVariables(HttpClient http, PlatformAccess access, string project, string? team, IReadOnlySet<string> declared)
    : ISurplusSource
{
    /// <inheritdoc/>
    public string What => "variables of the frontend";

    /// <inheritdoc/>
    public async Task<(int All, ImmutableArray<SurplusThing> Surplus)> FindAsync(CancellationToken cancellation)
    {
        var variables = await PlatformCall.MakeAsync(
            $"The variables of '{project}' cannot be read from Vercel at {access.VercelApi.Authority}", async () =>
            {
                using var response = await SendAsync(HttpMethod.Get, "", cancellation);
                using var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
                return page.RootElement.GetProperty("envs").EnumerateArray().Select(Variable).ToList();
            }, cancellation);
        return (variables.Count,
        [
            .. variables.Where(variable => !declared.Contains(variable.Id)).Select(variable => new SurplusThing(
                "variable", variable.Id, $"variable '{variable.Key}' ({variable.Id}) for {variable.Targets}",
                stop => RemoveAsync(variable.Id, stop))
            {
                Adoption = SurplusThing.ByImport(
                    DeclaredResource.Variable, string.Join('/', new[] { team, project, variable.Id }.OfType<string>())),
            }),
        ]);
    }

    private async Task RemoveAsync(string id, CancellationToken cancellation)
    {
        using var response = await PlatformCall.MakeAsync(
            $"Variable '{id}' of '{project}' cannot be removed at Vercel, {access.VercelApi.Authority}",
            () => SendAsync(HttpMethod.Delete, $"/{id}", cancellation), cancellation);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        var owner = team is null
            ? "" : $"?{(team.StartsWith("team_", StringComparison.Ordinal) ? "teamId" : "slug")}={Uri.EscapeDataString(team)}";
        using var request = new HttpRequestMessage(method, new Uri(access.VercelApi, $"/v9/projects/{project}/env{path}{owner}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.VercelToken);
        var response = await http.SendAsync(request, cancellation);
        return response.EnsureSuccessStatusCode();
    }

    private static (string Id, string Key, string Targets) Variable(JsonElement variable) => (
        variable.GetProperty("id").GetString()!,
        variable.GetProperty("key").GetString()!,
        variable.TryGetProperty("target", out var target) && target.ValueKind == JsonValueKind.Array
            ? string.Join(", ", target.EnumerateArray().Select(one => one.GetString()))
            : $"{target}");
}
