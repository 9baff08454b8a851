using System.Net;
using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Tests.Fly;

/// <summary>An app behind Fly's proxy, and who of its machines answers.</summary>
internal static class ProxyBed
{
    internal const string App = "parser";

    internal static string Service(string more = "") => ",\"services\":[{\"protocol\":\"tcp\",\"internal_port\":8000,"
        + "\"ports\":[{\"port\":80,\"handlers\":[\"http\"]},{\"port\":443,\"handlers\":[\"tls\",\"http\"]}],"
        + "\"checks\":[{\"type\":\"http\",\"path\":\"/health\",\"interval\":\"1s\",\"timeout\":\"60s\",\"grace_period\":\"30s\"}]" + more
        + "}]";

    internal static bool IsPassing(JsonNode machine) => (string)machine["checks"]![0]!["status"]! == "passing";

    internal static async Task<LocalFly> WithAddressesAsync(TimeProvider? time = null)
    {
        var fly = await LocalFly.WithAppAsync(App, time);
        await fly.OkAsync("POST", $"/v1/apps/{App}/ip_assignments", """{"type":"shared_v4"}""");
        await fly.OkAsync("POST", $"/v1/apps/{App}/ip_assignments", """{"type":"private_v6"}""");
        return fly;
    }

    internal static async Task<string> LaunchAsync(LocalFly fly, string name, string region = "iad", string more = "")
    {
        var id = (string)(await fly.CreateAsync(App, name, region, Service(more)))["id"]!;
        await fly.UntilAsync(App, id, IsPassing);
        return id;
    }

    internal static async Task<SortedSet<string>> WhoAsync(
        LocalFly fly, int calls, string? region = "iad", string header = "Fly-Prefer-Region")
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        for (var call = 0; call < calls; call++)
        {
            using var response = await fly.ThroughProxyAsync($"{App}.fly.dev", "/who", request =>
            {
                if (region is not null) request.Headers.Add(header, region);
            });
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            seen.Add(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        return seen;
    }
}
