using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>
/// Are the frontend's variables those that were declared? Vercel tells the value of each that is not sensitive
/// (<c>GET /v1/projects/{id}/env/{variable}</c>); it is compared, and never printed.
/// </summary>
internal sealed class VariableChecks(
    HttpClient http, PlatformAccess access, DeclaredResource project, IReadOnlyCollection<DeclaredResource> declared)
{
    private const string Fact = "variables of the frontend are those that were declared";

    /// <summary>Asks for each, and judges.</summary>
    public async Task<IEnumerable<CheckResult>> RunAsync(CancellationToken cancellation)
    {
        if (declared.Count == 0) return [];
        var differences = await Task.WhenAll(declared.Select(async variable => (variable, await DifferenceAsync(variable, cancellation))));
        var others = differences.Where(found => found.Item2 is not null).ToList();
        return others.Count == 0
            ? [Result(true, $"{declared.Count} of {declared.Count}")]
            : others.Select(found => Result(
                false, $"'{found.variable.Text("key")}' for {string.Join(", ", Targets(found.variable.At("targets")))} {found.Item2}"));
    }

    private CheckResult Result(bool passed, string found) => new("frontend", Fact, passed, found, "./pipai up --refresh")
    {
        Expected = $"{declared.Count} of {declared.Count}",
        IsDeclared = true,
    };

    private async Task<string?> DifferenceAsync(DeclaredResource variable, CancellationToken cancellation)
    {
        if (await ReadAsync(variable.Id, cancellation) is not { } found) return "is not there";
        if (found.GetProperty("key").GetString() is var key && key != variable.Text("key")) return $"is called '{key}'";
        if (!Targets(variable.At("targets")).SetEquals(Targets(found.GetProperty("target"))))
            return $"is set for {string.Join(", ", Targets(found.GetProperty("target")))}";
        // A sensitive value is told to nobody, and one that is sealed in the state is not known here.
        var isReadable = found.GetProperty("type").GetString() is "plain" or "encrypted";
        return isReadable && variable.Text("value") is { } value && found.GetProperty("value").GetString() != value
            ? "has another value" : null;
    }

    private Task<JsonElement?> ReadAsync(string id, CancellationToken cancellation) => PlatformCall.MakeAsync<JsonElement?>(
        $"Variable '{id}' of '{project.Id}' cannot be read from Vercel at {access.VercelApi.Authority}", async () =>
        {
            var owner = project.Text("teamId") is not { } team ? ""
                : $"?{(team.StartsWith("team_", StringComparison.Ordinal) ? "teamId" : "slug")}={Uri.EscapeDataString(team)}";
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri(access.VercelApi, $"/v1/projects/{project.Id}/env/{id}{owner}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.VercelToken);
            using var response = await http.SendAsync(request, cancellation);
            if (response.StatusCode == HttpStatusCode.NotFound) return null;
            using var document = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellation));
            return document.RootElement.Clone();
        }, cancellation);

    private static ImmutableSortedSet<string> Targets(JsonElement? targets) => targets switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(target => target.GetString()!).ToImmutableSortedSet(
            StringComparer.Ordinal),
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        _ => [],
    };
}
