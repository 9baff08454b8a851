using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Tests.Vercel;

/// <summary>Variables belong to deployments, and host names lead to them.</summary>
public sealed class DeploymentTests(VercelServer vercel) : IClassFixture<VercelServer>
{
    [Fact]
    public async Task A_variable_reaches_the_next_deployment_and_no_earlier_one()
    {
        await vercel.OkAsync("POST", "/v11/projects", """{"name":"fixed"}""");
        await SetAsync("fixed", "FIRST", "1", "production");
        var old = await DeployAsync("fixed", "production");
        await SetAsync("fixed", "SECOND", "2", "production");
        await SetAsync("fixed", "FIRST", "", "production");
        Assert.Equal("ok FIRST", await HealthAsync("fixed.vercel.app"));

        await DeployAsync("fixed", "production");
        Assert.Equal("unconfigured FIRST,SECOND", await HealthAsync("fixed.vercel.app"));
        Assert.Equal("ok FIRST", await HealthAsync((string)old["url"]!));
        await vercel.OkAsync("DELETE", $"/v13/deployments/{old["id"]}");
        Assert.Equal(404, (await vercel.VisitAsync((string)old["url"]!)).Status);
    }

    [Fact]
    public async Task A_deployment_gets_the_variables_of_its_environment_and_branch_and_its_own()
    {
        await vercel.OkAsync("POST", "/v11/projects", """{"name":"chosen","gitRepository":{"type":"github","repo":"a/b"}}""");
        await SetAsync("chosen", "BOTH", "1", "production", "preview");
        await SetAsync("chosen", "LIVE", "1", "production");
        await SetAsync("chosen", "TRIAL", "1", "preview");
        await vercel.OkAsync("POST", "/v10/projects/chosen/env", """{"key":"BRANCH","value":"1","target":["preview"],"gitBranch":"dev"}""");
        await DeployAsync("chosen", "production");
        await DeployAsync("chosen", null, """{"type":"github","ref":"dev"}""", """{"OWN":"1"}""");
        await DeployAsync("chosen", null, """{"type":"github","ref":"other/branch"}""");

        Assert.Equal("ok BOTH,LIVE", await HealthAsync("chosen.vercel.app"));
        Assert.Equal("ok BOTH,BRANCH,OWN,TRIAL", await HealthAsync("chosen-git-dev-local.vercel.app"));
        Assert.Equal("ok BOTH,TRIAL", await HealthAsync("chosen-git-other-branch-local.vercel.app"));
    }

    [Fact]
    public async Task Only_a_projects_domains_are_public_where_the_rest_asks_for_a_sign_in()
    {
        // A project that is made without a word of it is protected.
        await vercel.OkAsync("POST", "/v11/projects", """{"name":"shy"}""");
        await SetAsync("shy", "A", "1", "production");
        var made = await DeployAsync("shy", "production", protectedToo: true);
        Assert.Equal(["shy.vercel.app", "shy-local.vercel.app"], made["alias"]!.AsArray().Select(host => (string)host!));
        Assert.Equal(200, (await vercel.VisitAsync("shy.vercel.app")).Status);
        Assert.Equal(401, (await vercel.VisitAsync("shy-local.vercel.app")).Status);
        Assert.Equal(401, (await vercel.VisitAsync((string)made["url"]!)).Status);
    }

    [Fact]
    public async Task The_newest_production_deployment_has_the_domains_unless_it_leaves_them()
    {
        await vercel.OkAsync("POST", "/v11/projects", """{"name":"steady"}""");
        await SetAsync("steady", "ONE", "1", "production");
        await DeployAsync("steady", "production");
        await SetAsync("steady", "TWO", "2", "production");
        await vercel.OkAsync(
            "POST", "/v13/deployments", """{"name":"steady","files":[],"target":"production","autoAssignCustomDomains":false}""");
        Assert.Equal("ok ONE", await HealthAsync("steady.vercel.app"));
        await vercel.OkAsync("POST", "/v10/projects/steady/domains", """{"name":"steady.example.com"}""");
        Assert.Equal("ok ONE", await HealthAsync("steady.example.com"));
    }

    [Fact]
    public async Task The_path_of_older_clients_makes_deployments_too()
    {
        await vercel.OkAsync("POST", "/v11/projects", """{"name":"aged"}""");
        var made = await vercel.OkAsync("POST", "/v12/now/deployments?skipAutoDetectionConfirmation=1", """
            {"name":"aged","project":"aged","projectSettings":{},"build":{},"target":"production","meta":{"variables":"x"},
             "gitSource":{"type":"gitlab","projectId":7,"ref":"main"}}
            """);
        Assert.Equal("x", (string)(await vercel.OkAsync("GET", $"/v13/deployments/{made["id"]}"))["meta"]!["variables"]!);
    }

    private async Task SetAsync(string project, string key, string value, params string[] targets) => await vercel.OkAsync(
        "POST", $"/v10/projects/{project}/env?upsert=true",
        new JsonObject
        {
            ["key"] = key,
            ["value"] = value,
            ["target"] = new JsonArray([.. targets.Select(target => JsonValue.Create(target))]),
        }.ToJsonString());

    // As it is when it is ready.
    private async Task<JsonNode> DeployAsync(
        string project, string? target, string source = "", string own = "{}", bool protectedToo = false)
    {
        if (!protectedToo) await vercel.OkAsync("PATCH", $"/v9/projects/{project}", """{"ssoProtection":null}""");
        var body = new JsonObject { ["name"] = project, ["env"] = JsonNode.Parse(own) };
        if (target is not null) body["target"] = target;
        if (source.Length > 0) body["gitSource"] = JsonNode.Parse(source);
        var made = await vercel.OkAsync("POST", "/v13/deployments", body.ToJsonString());
        return await vercel.OkAsync("GET", $"/v13/deployments/{made["id"]}");
    }

    private async Task<string> HealthAsync(string host)
    {
        var (status, body) = await vercel.VisitAsync(host);
        Assert.True(status is 200 or 503, $"{host}: {status} {body}");
        var health = JsonNode.Parse(body)!;
        return $"{health["status"]} {string.Join(',', health["variables"]!.AsArray().Select(key => (string)key!))}";
    }
}
