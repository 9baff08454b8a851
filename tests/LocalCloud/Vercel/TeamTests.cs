namespace PipAi.LocalCloud.Tests.Vercel;

/// <summary>What belongs to one team is not there for another; a call without a team is about the user's own.</summary>
public sealed class TeamTests(VercelServer vercel) : IClassFixture<VercelServer>
{
    [Fact]
    public async Task A_project_of_a_team_is_not_found_without_it()
    {
        var project = await vercel.OkAsync("POST", "/v11/projects?slug=acme", """{"name":"owned"}""");
        var variable =
            (await vercel.OkAsync(
                "POST", "/v10/projects/owned/env?slug=acme", """{"key":"A","value":"1","target":"production"}"""))["created"]!;
        var deployment = await vercel.OkAsync("POST", "/v13/deployments?slug=acme", """{"name":"owned","files":[]}""");
        string[] paths =
        [
            $"GET /v9/projects/{project["id"]}", "GET /v9/projects/owned", "GET /v9/projects/owned/env",
            $"GET /v1/projects/owned/env/{variable["id"]}",
            "GET /v9/projects/owned/domains", $"GET /v13/deployments/{deployment["id"]}", "DELETE /v9/projects/owned",
        ];
        foreach (var path in paths.Select(path => path.Split(' ')))
        {
            Assert.Equal(404, (await vercel.CallAsync(path[0], path[1], null)).Status);
            Assert.Equal(404, (await vercel.CallAsync(path[0], path[1] + "?slug=other", null)).Status);
            Assert.InRange((await vercel.CallAsync(path[0], path[1] + "?teamId=team_acme", null)).Status, 200, 204);
        }
    }

    [Fact]
    public async Task Lists_show_what_the_team_has()
    {
        await vercel.OkAsync("POST", "/v11/projects?slug=listed", """{"name":"theirs"}""");
        await vercel.OkAsync("POST", "/v11/projects", """{"name":"mine"}""");
        Assert.Equal(["theirs"], await NamesAsync("/v10/projects?slug=listed", "projects", "name"));
        Assert.DoesNotContain("theirs", await NamesAsync("/v10/projects", "projects", "name"));
        Assert.Empty(await NamesAsync("/v7/deployments?slug=listed", "deployments", "name"));
        Assert.Empty(((string[])["local", "listed"]).Except(await NamesAsync("/v2/teams", "teams", "slug")));
        Assert.Equal(
            ("team_listed", "listed"),
            ((string)(await vercel.OkAsync("GET", "/v2/teams/listed"))["id"]!,
                (string)(await vercel.OkAsync("GET", "/v2/teams/team_listed"))["slug"]!));
    }

    [Fact]
    public async Task Teams_share_the_names_under_vercel_app()
    {
        var first = await vercel.OkAsync("POST", "/v11/projects?slug=early", """{"name":"popular"}""");
        var second = await vercel.OkAsync("POST", "/v11/projects?slug=late", """{"name":"popular"}""");
        Assert.Equal(
            ("popular.vercel.app", "popular-alpha.vercel.app"),
            ((string)first["alias"]![0]!["domain"]!, (string)second["alias"]![0]!["domain"]!));
        Assert.Equal(409, (await vercel.CallAsync("POST", "/v11/projects?slug=late", """{"name":"popular"}""")).Status);
        Assert.Equal(
            409, (await vercel.CallAsync("POST", "/v10/projects/popular/domains?slug=late", """{"name":"popular.vercel.app"}""")).Status);
    }

    private async Task<string[]> NamesAsync(string path, string list, string name) =>
        [.. (await vercel.OkAsync("GET", path))[list]!.AsArray().Select(one => (string)one![name]!)];
}
