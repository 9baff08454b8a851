using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Tests.Vercel;

/// <summary>Projects as Vercel's own clients see them.</summary>
public sealed class ProjectCallTests(VercelServer vercel) : IClassFixture<VercelServer>
{
    [Fact]
    public async Task Null_is_as_good_as_not_there_and_takes_a_setting_away()
    {
        var made = await vercel.OkAsync(
            "POST", "/v8/projects",
            """{"name":"nulls","framework":"astro","previewDeploymentSuffix":null,"gitRepository":null,"environmentVariables":null}""");
        Assert.Equal("all_except_custom_domains", (string?)made["ssoProtection"]!["deploymentType"]);
        var changed = await vercel.OkAsync("PATCH", "/v9/projects/nulls", """
            {"framework":null,"gitComments":null,"passwordProtection":null,"trustedIps":null,"trustedSources":null,"optionsAllowlist":null,"oidcTokenConfig":null,
             "ssoProtection":null,"resourceConfig":{"functionDefaultTimeout":null,"fluid":false}}
            """);
        Assert.Null(changed["framework"]);
        Assert.Null(changed["ssoProtection"]);
        Assert.Equal(
            ("team", 300, false),
            ((string)changed["oidcTokenConfig"]!["issuerMode"]!, (int)changed["resourceConfig"]!["functionDefaultTimeout"]!,
                (bool)changed["resourceConfig"]!["fluid"]!));
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        foreach (var name in (string[])["page-a", "page-b", "page-c", "page-d", "page-e"])
            await vercel.OkAsync("POST", "/v11/projects", $$"""{"name":"{{name}}"}""");
        List<string> seen = [];
        for (var until = ""; ;)
        {
            var page = await vercel.OkAsync("GET", $"/v10/projects?search=page-&limit=2{until}");
            seen.AddRange(page["projects"]!.AsArray().Select(project => (string)project!["name"]!));
            if (page["pagination"]!["next"] is not { } next) break;
            until = $"&until={next}";
        }

        Assert.Equal(["page-e", "page-d", "page-c", "page-b", "page-a"], seen);
    }

    [Fact]
    public async Task Retention_is_said_in_periods_and_shown_in_days()
    {
        await vercel.OkAsync("POST", "/v11/projects", """{"name":"kept-long"}""");
        var set = await vercel.OkAsync(
            "PATCH", "/v9/projects/kept-long/deployment-expiration", """{"expiration":"1w","expirationProduction":"unlimited"}""");
        var shown = (await vercel.OkAsync("GET", "/v2/projects/kept-long"))["deploymentExpiration"]!;
        Assert.Equal(
            ("1w", "unlimited", "1m"),
            ((string)set["deploymentExpiration"]!["expiration"]!, (string)set["deploymentExpiration"]!["expirationProduction"]!,
                (string)set["deploymentExpiration"]!["expirationCanceled"]!));
        Assert.Equal(
            (7, 36_500, 30, 90),
            ((int)shown["expirationDays"]!, (int)shown["expirationDaysProduction"]!, (int)shown["expirationDaysCanceled"]!,
                (int)shown["expirationDaysErrored"]!));
    }

    [Fact]
    public async Task A_deploy_hook_deploys_its_branch_until_it_is_deleted()
    {
        await vercel.OkAsync("POST", "/v11/projects", """{"name":"hooked","gitRepository":{"type":"gitlab","repo":"a/b"}}""");
        var hook =
            (await vercel.OkAsync(
                "POST", "/v2/projects/hooked/deploy-hooks", """{"name":"nightly","ref":"main"}"""))["link"]!["deployHooks"]![0]!;
        using var open = new HttpClient();
        using var called = await open.PostAsync(new Uri((string)hook["url"]!), null);
        Assert.Equal(201, (int)called.StatusCode);
        Assert.Single((await vercel.OkAsync("GET", "/v7/deployments?projectId=hooked&target=production"))["deployments"]!.AsArray());
        await vercel.OkAsync("DELETE", $"/v2/projects/hooked/deploy-hooks/{hook["id"]}");
        using var again = await open.PostAsync(new Uri((string)hook["url"]!), null);
        Assert.Equal(404, (int)again.StatusCode);
    }

    [Theory]
    [InlineData("", "A B C D")]
    [InlineData("?target=production", "A C")]
    [InlineData("?target=preview", "B C D")]
    [InlineData("?target=development", "")]
    [InlineData("?gitBranch=dev", "A B C D")]
    [InlineData("?gitBranch=other", "A B C")]
    [InlineData("?target=production&gitBranch=dev", "A C")]
    public async Task Variables_are_listed_by_target_and_branch(string query, string keys)
    {
        var project = $"listed-{query.Length}-{keys.Length}";
        await vercel.OkAsync("POST", "/v11/projects", $$"""{"name":"{{project}}"}""");
        await vercel.OkAsync(
            "POST", $"/v10/projects/{project}/env",
            """
            [{"key":"A","value":"1","target":["production"]},{"key":"B","value":"2","target":["preview"]},
             {"key":"C","value":"3","target":["production","preview"]},
             {"key":"D","value":"4","target":["preview"],"gitBranch":"dev"}]
            """);
        var listed = (await vercel.OkAsync("GET", $"/v9/projects/{project}/env{query}"))["envs"]!.AsArray();
        Assert.Equal(keys, string.Join(' ', listed.Select(variable => (string)variable!["key"]!).Order()));
    }

    [Fact]
    public async Task Of_a_list_of_variables_what_can_be_made_is_made()
    {
        await vercel.OkAsync("POST", "/v11/projects", """{"name":"several"}""");
        await vercel.OkAsync("POST", "/v10/projects/several/env", """{"key":"A","value":"1","target":["preview"]}""");
        var answer = await vercel.OkAsync(
            "POST", "/v10/projects/several/env",
            """[{"key":"A","value":"2","target":["preview"]},{"key":"B","value":"2","target":"production","visibility":"config"}]""");
        Assert.Equal("B", (string)answer["created"]!.AsArray().Single()!["key"]!);
        var error = answer["failed"]!.AsArray().Single()!["error"]!;
        Assert.Equal(("ENV_CONFLICT", "A"), ((string)error["code"]!, (string)error["envVarKey"]!));
        var pulled = await vercel.OkAsync("GET", "/v3/env/pull/several/production");
        Assert.Equal("""{"B":"2"}""", pulled["env"]!.ToJsonString());
    }

    [Fact]
    public async Task Files_are_brought_before_the_deployment_that_needs_them()
    {
        const string Digest = "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3"; // of "test"
        const string Deployment = $$"""{"name":"filed","files":[{"file":"index.html","sha":"{{Digest}}","size":4,"mode":33188}]}""";
        var (status, refused) = await vercel.CallAsync("POST", "/v13/deployments", Deployment);
        Assert.Equal((400, Digest), (status, (string)JsonNode.Parse(refused)!["error"]!["missing"]![0]!));
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(vercel.Address, "/v2/files"))
        { Content = new StringContent("test") };
        request.Headers.Add("Authorization", $"Bearer {vercel.Token}");
        request.Headers.Add("x-now-digest", Digest);
        using var client = new HttpClient();
        using var brought = await client.SendAsync(request);
        Assert.Equal(200, (int)brought.StatusCode);
        var made = await vercel.OkAsync("POST", "/v13/deployments", Deployment);
        Assert.Equal(("QUEUED", "production", false), ((string)made["readyState"]!, (string)made["target"]!, (bool)made["aliasAssigned"]!));
        made = await vercel.OkAsync("GET", $"/v13/deployments/{made["id"]}");
        Assert.Equal(("READY", true), ((string)made["readyState"]!, (bool)made["aliasAssigned"]!));
        Assert.Contains("filed.vercel.app", made["alias"]!.AsArray().Select(alias => (string)alias!));
    }
}
