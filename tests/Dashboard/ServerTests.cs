using System.Net;
using System.Text.Json;
using PipAi.Operations.Dashboard;

namespace PipAi.Dashboard.Tests;

/// <summary>What the server answers and what it refuses, over a real socket.</summary>
public sealed class ServerTests : IAsyncLifetime
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private RunningDashboard dashboard = null!;

    public static TheoryData<string> Paths => ["/", "/status.json", "/dashboard.js", "/dashboard.css", "/nothing"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Nothing_that_is_answered_is_kept_framed_guessed_at_or_run_from_elsewhere(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        string Header(string name) => string.Join(", ", answer.Headers.TryGetValues(name, out var values)
            ? values : answer.Content.Headers.TryGetValues(name, out values) ? values : []);
        Assert.Equal("no-store", Header("Cache-Control"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Empty(Header("Access-Control-Allow-Origin"));
        Assert.Empty(Header("Server"));
        var policy = Header("Content-Security-Policy");
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST", 200)]
    [InlineData("evil.example", 403)]
    [InlineData("127.0.0.1.evil.example", 403)]
    [InlineData("0.0.0.0", 403)]
    [InlineData("[::1]", 403)]
    public async Task It_has_no_name_but_loopbacks(string host, int code)
    {
        foreach (var path in (string[])["/", "/status.json", "/events"])
            Assert.Equal(code, (int)(await SendAsync(HttpMethod.Get, path, $"{host}:{dashboard.Address.Port}")).StatusCode);
        Assert.Equal(403, (int)(await SendAsync(HttpMethod.Get, "/", $"{host}:{dashboard.Address.Port + 1}")).StatusCode);
        Assert.Equal(403, (int)(await SendAsync(HttpMethod.Get, "/", host)).StatusCode);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    public async Task It_only_shows(string method)
    {
        using var answer = await SendAsync(new HttpMethod(method), "/");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("GET", Assert.Single(answer.Content.Headers.Allow));
    }

    [Fact]
    public async Task It_listens_on_loopback_alone()
    {
        Assert.Equal("127.0.0.1", dashboard.Address.Host);
        foreach (var address in (await Dns.GetHostAddressesAsync(Dns.GetHostName())).Where(address => !IPAddress.IsLoopback(address)))
            await Assert.ThrowsAsync<HttpRequestException>(
                () => http.GetAsync(new Uri($"http://{new IPEndPoint(address, dashboard.Address.Port)}/")));
    }

    [Fact]
    public async Task The_page_and_all_that_it_loads_are_served_with_their_types()
    {
        var page = await (await SendAsync(HttpMethod.Get, "/")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        foreach (var (path, (content, type)) in DashboardFiles.ByPath)
        {
            using var answer = await SendAsync(HttpMethod.Get, path);
            Assert.Equal(type, answer.Content.Headers.ContentType!.ToString());
            Assert.NotEqual("application/octet-stream", type);
            Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task The_status_is_a_document_with_durations_in_seconds()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/status.json");
        var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("one-0", document.GetProperty("id").GetString());
        Assert.Equal(0.4, document.GetProperty("status").GetProperty("queue").GetProperty("age").GetDouble());
        Assert.Empty(document.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        var taken = await Assert.ThrowsAsync<DashboardPortException>(
            () => DashboardServer.StartAsync(
                dashboard.Feed, dashboard.Address.Port, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.StartsWith($"Port {dashboard.Address.Port} of 127.0.0.1 is taken", taken.Message, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync() =>
        dashboard = await RunningDashboard.StartAsync(SamplePlatform.Well(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero)));

    public async ValueTask DisposeAsync()
    {
        await dashboard.DisposeAsync();
        http.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? host = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(dashboard.Address, path));
        request.Headers.Host = host;
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }
}
