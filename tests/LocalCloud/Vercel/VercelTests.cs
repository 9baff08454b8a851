using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Vercel;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Vercel;

public sealed class VercelTests : IAsyncLifetime
{
    private const string Secret = "hunter2hunter2";
    private readonly VercelServer server = new();

    public ValueTask InitializeAsync() => server.InitializeAsync();

    [Fact]
    public async Task A_project_lives_from_create_to_delete()
    {
        var created = await OkAsync("POST", "/v11/projects",
            """{"name":"pip-ai","framework":"nextjs","gitRepository":{"type":"github","repo":"pip-ai/frontend"}}""");
        var id = (string)created["id"]!;
        Assert.StartsWith("prj_", id, StringComparison.Ordinal);
        Assert.Equal("pip-ai", (string)created["link"]!["org"]!);

        await OkAsync("PATCH", $"/v9/projects/{id}", """{"nodeVersion":"24.x"}""");
        var read = await OkAsync("GET", "/v9/projects/pip-ai");
        Assert.Equal(("nextjs", "24.x"), ((string)read["framework"]!, (string)read["nodeVersion"]!));
        Assert.StartsWith("204", await ToldAsync("DELETE", $"/v9/projects/{id}"), StringComparison.Ordinal);
        Assert.StartsWith("404", await ToldAsync("GET", $"/v9/projects/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sensitive_value_is_never_read_back()
    {
        await OkAsync("POST", "/v11/projects", """{"name":"pip-ai"}""");
        var created = await OkAsync("POST", "/v10/projects/pip-ai/env",
            $$"""[{"key":"TOKEN","value":"{{Secret}}","type":"sensitive","target":["production","preview"]},{"key":"URL","value":"https://x","type":"encrypted","target":["production"]}]""");
        var listed = await OkAsync("GET", "/v9/projects/pip-ai/env?decrypt=true");
        var one = await OkAsync("GET", $"/v1/projects/pip-ai/env/{created["created"]![0]!["id"]}");

        // Newest first.
        Assert.Equal(["https://x", ""], listed["envs"]!.AsArray().Select(variable => (string)variable!["value"]!));
        Assert.DoesNotContain(
            Secret, created.ToJsonString() + listed.ToJsonString() + one.ToJsonString() + server.Service.Describe()!.ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_are_changed_and_removed()
    {
        await OkAsync("POST", "/v11/projects", """{"name":"pip-ai"}""");
        var created = await OkAsync(
            "POST", "/v10/projects/pip-ai/env", """{"key":"URL","value":"a","type":"plain","target":["production"]}""");
        var path = $"/v9/projects/pip-ai/env/{created["created"]!["id"]}";
        Assert.Equal("b", (string)(await OkAsync("PATCH", path, """{"value":"b"}"""))["value"]!);
        await OkAsync(
            "POST", "/v10/projects/pip-ai/env?upsert=true", """{"key":"URL","value":"c","type":"plain","target":["production"]}""");
        var only = Assert.Single((await OkAsync("GET", "/v9/projects/pip-ai/env"))["envs"]!.AsArray());
        Assert.Equal("c", (string)only!["value"]!);
        await OkAsync("DELETE", $"/v9/projects/pip-ai/env/{only["id"]}");
        Assert.Empty((await OkAsync("GET", "/v9/projects/pip-ai/env"))["envs"]!.AsArray());
    }

    [Fact]
    public async Task Domains_retention_and_deployments_are_kept_over_a_restart()
    {
        await OkAsync("POST", "/v11/projects", """{"name":"pip-ai"}""");
        await OkAsync("POST", "/v10/projects/pip-ai/domains", """{"name":"app.pip.example","redirect":null}""");
        await OkAsync("PATCH", "/v9/projects/pip-ai/deployment-expiration", """{"expiration":"1m","expirationProduction":"1y"}""");
        var deployment = await OkAsync("POST", "/v13/deployments", """{"name":"pip-ai","gitSource":{"type":"github","ref":"main"}}""");

        var again = new VercelService(server.Cloud);
        await using (again)
        {
            await again.StartAsync(0, TestContext.Current.CancellationToken);
            async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await server.Http.GetStringAsync(
                new Uri($"http://127.0.0.1:{again.Port}{path}"), TestContext.Current.CancellationToken))!;
            Assert.True((bool)(await GetAsync("/v9/projects/pip-ai/domains/app.pip.example"))["verified"]!);
            Assert.Equal(365, (int)(await GetAsync("/v9/projects/pip-ai"))["deploymentExpiration"]!["expirationDaysProduction"]!);
            Assert.Equal("production", (string)(await GetAsync($"/v13/deployments/{deployment["id"]}"))["target"]!);
        }
    }

    [Fact]
    public async Task The_edge_is_healthy_when_production_was_deployed_with_its_variables()
    {
        Assert.StartsWith("404", await EdgeAsync("pip-ai.vercel.app", "/api/health"), StringComparison.Ordinal);
        await OkAsync("POST", "/v11/projects", """{"name":"pip-ai"}""");
        var told = await EdgeAsync("pip-ai.vercel.app", "/api/health");
        await OkAsync("POST", "/v13/deployments", """{"name":"pip-ai","files":[]}""");
        told += $"\n{await EdgeAsync("pip-ai.vercel.app", "/api/health")}";
        await OkAsync("POST", "/v10/projects/pip-ai/env", """{"key":"URL","value":"a","type":"plain","target":["production"]}""");
        await OkAsync("POST", "/v10/projects/pip-ai/domains", """{"name":"app.pip.example"}""");
        await OkAsync("POST", "/v13/deployments", """{"name":"pip-ai","files":[],"target":"production"}""");
        Approved.Text(
            $"{told}\n{await EdgeAsync("pip-ai.vercel.app.localhost", "/api/health")}\n{await EdgeAsync(
                "app.pip.example", "/api/health")}\n{await EdgeAsync("pip-ai.vercel.app", "/")}");
    }

    [Fact]
    public async Task Refusals_have_vercels_bodies()
    {
        await OkAsync("POST", "/v11/projects", """{"name":"pip-ai"}""");
        await OkAsync("POST", "/v10/projects/pip-ai/env", """{"key":"URL","value":"a","type":"plain","target":["production"]}""");
        server.Cloud.Faults.Add(new Fault { Service = VendorNames.Vercel, Operation = "GET /v7/*", Effect = new FaultEffect.Status(429) });
        var calls = new (string Method, string Path, string? Body)[]
        {
            ("GET", "/v9/projects/none", null),
            ("GET", "/nothing", null),
            ("GET", "/v7/projects", null),
            ("POST", "/v11/projects", """{"name":"pip-ai"}"""),
            ("POST", "/v11/projects", """{"name":"Pip AI"}"""),
            ("POST", "/v11/projects", """{"name":"other","framwork":"nextjs"}"""),
            ("POST", "/v11/projects", """{"name":"other","gitRepository":{"type":"svn","repo":"a/b"}}"""),
            ("POST", "/v11/projects", "{"),
            ("POST", "/v10/projects/pip-ai/env", """{"key":"URL","value":"b","type":"plain","target":["production"]}"""),
            ("POST", "/v10/projects/pip-ai/env", """{"key":"BAD KEY","value":"b","type":"plain","target":["production"]}"""),
            ("POST", "/v10/projects/pip-ai/env", """{"key":"S","value":"b","type":"sensitive","target":["development"]}"""),
            ("POST", "/v10/projects/pip-ai/env", """{"key":"S","value":"b","type":"plain"}"""),
            ("DELETE", "/v9/projects/pip-ai/env/none", null),
            ("POST", "/v10/projects/pip-ai/domains", """{"name":"pip-ai.vercel.app"}"""),
            ("POST", "/v10/projects/pip-ai/domains", """{"name":"nodot"}"""),
            ("PATCH", "/v9/projects/pip-ai/deployment-expiration", """{"expiration":"5y"}"""),
        };
        var told = new List<string>();
        foreach (var (method, path, body) in calls) told.Add($"{method} {path}\n    {await ToldAsync(method, path, body)}");
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        told.Add($"wrong token\n    {await ToldAsync("GET", "/v9/projects/pip-ai")}");
        Approved.Text(string.Join('\n', told));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task<JsonNode> OkAsync(string method, string path, string? body = null)
    {
        var told = await ToldAsync(method, path, body);
        Assert.StartsWith("20", told, StringComparison.Ordinal);
        return told.Length > 4 ? JsonNode.Parse(told[4..])! : new JsonObject();
    }

    private async Task<string> ToldAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"http://127.0.0.1:{server.Service.Port}{path}");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }

    private async Task<string> EdgeAsync(string host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.EdgePort}{path}");
        request.Headers.Host = host;
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }
}
