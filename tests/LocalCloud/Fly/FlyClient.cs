using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Tests.Fly;

/// <summary>A plain caller of the Machines API of a whole local cloud.</summary>
internal sealed class FlyClient : IDisposable
{
    private readonly HttpClient http;

    public FlyClient(CloudEndpoints endpoints)
    {
        http = new HttpClient { BaseAddress = endpoints.AddressOf(VendorNames.Fly) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", endpoints.Tokens.Fly);
    }

    public async Task<JsonNode> OkAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public void Dispose() => http.Dispose();
}
