using System.Net;
using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Tests.Fly;

/// <summary>
/// What answers without TLS: nothing from outside where port 80 forces HTTPS, and what the organisation's machines call inside.
/// </summary>
public sealed class PlainHttpTests(PlainHttpTests.Guarded guarded) : IClassFixture<PlainHttpTests.Guarded>
{
    private const string App = "guarded";
    private const string Ports =
        "{\"port\":80,\"handlers\":[\"http\"],\"force_https\":true},{\"port\":443,\"handlers\":[\"tls\",\"http\"]},{\"port\":8080,\"handlers\":[\"http\"]}";
    private readonly HttpClient http = guarded.Http;

    /// <summary>An app whose port 80 forces HTTPS, and a client whose HTTP proxy is Fly's.</summary>
    public sealed class Guarded : IAsyncLifetime
    {
        private LocalFly fly = null!;

        public HttpClient Http { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            fly = await LocalFly.WithAppAsync(App);
            await GiveAddressAsync("shared_v4");
            await GiveAddressAsync("private_v6");
            var config = ",\"services\":[{\"protocol\":\"tcp\",\"internal_port\":8000,\"ports\":[" + Ports
                + "],\"checks\":[{\"type\":\"http\",\"path\":\"/health\",\"interval\":\"1s\",\"timeout\":\"60s\",\"grace_period\":\"30s\"}]}]";
            var id = (string)(await fly.CreateAsync(App, "one", config: config))["id"]!;
            await fly.UntilAsync(App, id, ProxyBed.IsPassing);
            Http = new HttpClient(
                new SocketsHttpHandler
                {
                    Proxy = new WebProxy($"http://127.0.0.1:{fly.Proxy.Port}"),
                    UseProxy = true,
                    AllowAutoRedirect = false,
                });
        }

        public async Task<string> GiveAddressAsync(string type) =>
            (string)(await fly.OkAsync("POST", $"/v1/apps/{App}/ip_assignments", $$"""{"type":"{{type}}"}"""))["ip"]!;

        public async Task TakeAddressAsync(string address) => await fly.OkAsync("DELETE", $"/v1/apps/{App}/ip_assignments/{address}");

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await fly.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("GET", $"http://{App}.fly.dev/who?a=b%20c", $"https://{App}.fly.dev/who?a=b%20c")]
    [InlineData("POST", $"http://{App}.fly.dev:80/echo", $"https://{App}.fly.dev/echo")]
    [InlineData("GET", $"http://{App}.flycast/who", $"https://{App}.flycast/who")]
    public async Task A_port_that_forces_HTTPS_answers_plain_HTTP_with_where_to_go(string method, string address, string location)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.MovedPermanently, location), (answer.StatusCode, answer.Headers.Location?.AbsoluteUri));
        Assert.Equal("1.1 fly.io", answer.Headers.Via.Single().ToString());
    }

    [Theory]
    [InlineData($"http://{App}.fly.dev:443/headers", "https", "443")]
    [InlineData($"http://{App}.flycast:8080/headers", "http", "8080")]
    public async Task The_machine_is_told_how_a_request_came(string address, string scheme, string port)
    {
        var headers = (await http.GetStringAsync(new Uri(address), TestContext.Current.CancellationToken)).Split('\n');
        Assert.Contains($"X-Forwarded-Proto: {scheme}", headers);
        Assert.Contains($"Fly-Forwarded-Port: {port}", headers);
    }

    [Fact]
    public async Task A_shared_address_carries_no_other_port_without_TLS_and_an_address_of_its_own_does()
    {
        Assert.Equal(
            (502, $"a shared_v4 address carries nothing to port 8080 of app '{App}', which has no handler tls; a v6 or v4 address would"),
            await ToldAsync($"http://{App}.fly.dev:8080/who"));
        var address = await guarded.GiveAddressAsync("v6");
        Assert.Equal(
            200, (int)(await http.GetAsync(new Uri($"http://{App}.fly.dev:8080/who"), TestContext.Current.CancellationToken)).StatusCode);
        await guarded.TakeAddressAsync(address);
    }

    [Fact]
    public async Task A_port_that_no_service_has_leads_nowhere() => Assert.Equal(
        (502, $"no service of app '{App}' has the port 81; give its config a services[].ports[] with it"),
        await ToldAsync($"http://{App}.flycast:81/who"));

    private async Task<(int Status, string? Error)> ToldAsync(string address)
    {
        using var answer = await http.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return ((int)answer.StatusCode, (string?)body?["error"]);
    }
}
