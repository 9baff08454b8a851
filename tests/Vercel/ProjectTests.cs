using PipAi.Aws.Tests;
using PipAi.LocalCloud.Faults;
using PipAi.Providers.Vercel;
using PipAi.ProviderTesting;

namespace PipAi.Vercel.Tests;

public sealed class ProjectTests(VercelCloud cloud) : IClassFixture<VercelCloud>
{
    private const string Project = "vercel:index/project:Project";
    private const string Variable = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";
    private const string Domain = "vercel:index/projectDomain:ProjectDomain";
    private const string Retention = "vercel:index/projectDeploymentRetention:ProjectDeploymentRetention";

    [Fact]
    public async Task A_project_is_created_changed_and_deleted()
    {
        var vercel = await cloud.ProviderAsync();
        const string Inputs = """
            {"name":"front","framework":"nextjs","nodeVersion":"24.x","skewProtection":"12 hours","gitForkProtection":true,
             "gitRepository":{"type":"github","repo":"pip-ai/frontend","productionBranch":"release"},"prioritiseProductionBuilds":true,
             "resourceConfig":{"fluid":true,"functionDefaultRegions":["cle1"]},"oidcTokenConfig":{"issuerMode":"team"},
             "vercelAuthentication":{"deploymentType":"standard_protection_new"}}
            """;
        var project = await vercel.CreateAsync(Project, Inputs);
        var shown = await cloud.ShowAsync($"v9/projects/{project.Id}");
        Assert.StartsWith("prj_", project.Id, StringComparison.Ordinal);
        Assert.Equal(
            ("front", "nextjs", 43_200, "all_except_custom_domains", "frontend"), ((string?)shown["name"], (string?)shown["framework"],
                (int)shown["skewProtectionMaxAge"]!, (string?)shown["ssoProtection"]!["deploymentType"], (string?)shown["link"]!["repo"]));
        Assert.Equal(("release", true), ((string?)shown["link"]!["productionBranch"], (bool)shown["productionDeploymentsFastLane"]!));
        Assert.Equal("cle1", (string?)shown["resourceConfig"]!["functionDefaultRegions"]![0]);
        Assert.Equal("True", project["autoAssignCustomDomains"]);

        var changed = Inputs.Replace("nextjs", "astro", StringComparison.Ordinal).Replace(
            "\"release\"", "\"main\"", StringComparison.Ordinal).Replace("\"skewProtection\":\"12 hours\",", "", StringComparison.Ordinal);
        Assert.Equal(["framework", "gitRepository", "skewProtection"], (await vercel.DiffAsync(project, changed)).Diffs!.Order());
        project = await vercel.UpdateAsync(project, changed);
        shown = await cloud.ShowAsync($"v9/projects/{project.Id}");
        Assert.Equal(
            ("astro", 0, "main"),
            ((string?)shown["framework"], (int)shown["skewProtectionMaxAge"]!, (string?)shown["link"]!["productionBranch"]));

        var read = await vercel.ReadAsync(project);
        Assert.False((await vercel.DiffAsync(project with { Inputs = read.Inputs!.ToImmutableDictionary() }, changed)).Changes);
        await vercel.DeleteAsync(project);
        await vercel.DeleteAsync(project);
        Assert.Equal("", (await vercel.ReadAsync(project)).Id);
    }

    [Fact]
    public async Task A_preview_touches_nothing_and_needs_no_token()
    {
        using var provider = new VercelProvider(_ => null, TimeProvider.System);
        var vercel = new Driver(provider);
        var project = await vercel.CreateAsync(Project, """{"name":"planned"}""", preview: true);
        var variable = await vercel.CreateAsync(
            Variable, """{"projectId":"unknown","key":"A","value":"unknown","sensitive":true,"targets":["production"]}""", preview: true);
        Assert.Equal(("planned", ""), (project["name"], project.Id));
        Assert.True(variable.Outputs["value"].IsComputed);
    }

    [Fact]
    public async Task Variables_are_secret_in_every_answer_and_sensitive_ones_cannot_be_read_back()
    {
        var vercel = await cloud.ProviderAsync();
        var project = await vercel.CreateAsync(Project, """{"name":"secrets"}""");
        var inputs =
            $$"""{"projectId":"{{project.Id}}","key":"TOKEN","value":"canary-1","sensitive":true,"targets":["production","preview"],"comment":"c"}""";

        var check = await vercel.CheckAsync(Variable, inputs);
        var variable = await vercel.CreateAsync(Variable, inputs);
        var read = await vercel.ReadAsync(variable);

        Assert.True(check.Inputs!["value"].IsSecret);
        Assert.True(variable.Outputs["value"].IsSecret && read.Inputs!["value"].IsSecret && read.Outputs!["value"].IsSecret);
        var shown = await cloud.ShowAsync($"v9/projects/{project.Id}/env/{variable.Id}");
        Assert.Equal(("sensitive", ""), ((string?)shown["type"], (string?)shown["value"]));

        await vercel.UpdateAsync(variable, inputs.Replace("\"comment\":\"c\"", "\"comment\":\"d\"", StringComparison.Ordinal));
        Assert.Equal("d", (string?)(await cloud.ShowAsync($"v9/projects/{project.Id}/env/{variable.Id}"))["comment"]);
        var replaced = await vercel.DiffAsync(
            variable, inputs.Replace("\"sensitive\":true", "\"sensitive\":false", StringComparison.Ordinal));
        Assert.Equal(["sensitive"], replaced.Replaces);
        Assert.False(replaced.DeleteBeforeReplace);
        await vercel.DeleteAsync(variable);
        Assert.Equal("", (await vercel.ReadAsync(variable)).Id);
    }

    [Theory]
    [InlineData("team_acme/PROJECT/VARIABLE", "team_acme")]
    [InlineData("PROJECT/VARIABLE", null)]
    public async Task A_variable_of_another_team_is_imported_by_the_teams_name(string id, string? team)
    {
        var acme = await cloud.ProviderAsync(settings: """{"team":"team_acme"}""");
        var project = await acme.CreateAsync(Project, $$"""{"name":"imported-{{id.Length}}"}""");
        var variable = await acme.CreateAsync(
            Variable, $$"""{"projectId":"{{project.Id}}","key":"A","value":"1","sensitive":false,"targets":["production"]}""");

        var asked = id.Replace("PROJECT", project.Id, StringComparison.Ordinal).Replace("VARIABLE", variable.Id, StringComparison.Ordinal);
        var read = await (await cloud.ProviderAsync()).ReadAsync(
            new Created(Variable, "it", asked, PropertyMap.Empty, PropertyMap.Empty));

        Assert.Equal(team is null ? "" : variable.Id, read.Id);
        if (team is not null) Assert.Equal(new PropertyValue(team), read.Outputs!["teamId"]);
    }

    [Fact]
    public async Task A_variable_whose_branch_is_taken_away_is_one_of_all_previews()
    {
        var vercel = await cloud.ProviderAsync();
        var project = await vercel.CreateAsync(Project, """{"name":"branches"}""");
        var inputs = $$"""{"projectId":"{{project.Id}}","key":"A","value":"1","sensitive":false,"targets":["preview"],"gitBranch":"dev"}""";
        var variable = await vercel.CreateAsync(Variable, inputs);
        Assert.Equal("dev", (string?)(await cloud.ShowAsync($"v9/projects/{project.Id}/env/{variable.Id}"))["gitBranch"]);

        variable = await vercel.UpdateAsync(variable, inputs.Replace(",\"gitBranch\":\"dev\"", "", StringComparison.Ordinal));

        Assert.Null((string?)(await cloud.ShowAsync($"v9/projects/{project.Id}/env/{variable.Id}"))["gitBranch"]);
        Assert.False((await vercel.ReadAsync(variable)).Inputs!.ContainsKey("gitBranch"));
    }

    [Fact]
    public async Task Variables_of_the_project_itself_come_and_go_with_it()
    {
        var vercel = await cloud.ProviderAsync();
        var project = await vercel.CreateAsync(
            Project,
            """{"name":"own","environments":[{"key":"A","value":"canary-2","sensitive":false,"targets":["preview"]},{"key":"B","value":"2","sensitive":false,"targets":["preview"]}]}""");
        Assert.True(
            project.Outputs["environments"].TryGetArray(out var items) && items[0].TryGetMap(out var first) && first["value"].IsSecret);

        await vercel.UpdateAsync(
            project, """{"name":"own","environments":[{"key":"B","value":"3","sensitive":false,"targets":["preview"]}]}""");
        var left = (await cloud.ShowAsync($"v9/projects/{project.Id}/env?decrypt=true"))["envs"]!.AsArray();
        Assert.Equal(("B", "3"), ((string?)left.Single()!["key"], (string?)left.Single()!["value"]));
    }

    [Fact]
    public async Task Domains_and_retention_hang_on_their_project()
    {
        var vercel = await cloud.ProviderAsync();
        var project = await vercel.CreateAsync(Project, """{"name":"homes"}""");
        var domain = await vercel.CreateAsync(Domain, $$"""{"projectId":"{{project.Id}}","domain":"www.example.com"}""");
        var retention = await vercel.CreateAsync(Retention, $$"""{"projectId":"{{project.Id}}","expirationPreview":"1m"}""");

        Assert.Equal(
            ("www.example.com", "True", $"/{project.Id}", "1y"),
            (domain.Id, domain["verified"], retention.Id, retention["expirationProduction"]));
        Assert.Equal(30, (int)(await cloud.ShowAsync($"v9/projects/{project.Id}"))["deploymentExpiration"]!["expirationDays"]!);
        domain = await vercel.UpdateAsync(
            domain,
            $$"""{"projectId":"{{project.Id}}","domain":"www.example.com","redirect":"homes.vercel.app","redirectStatusCode":308}""");
        Assert.Equal(308, (int)(await cloud.ShowAsync($"v9/projects/{project.Id}/domains/www.example.com"))["redirectStatusCode"]!);
        Assert.Equal("homes.vercel.app", (await vercel.ReadAsync(domain)).Inputs!["redirect"].ToString());

        await vercel.DeleteAsync(retention);
        await vercel.DeleteAsync(domain);
        Assert.Equal("", (await vercel.ReadAsync(domain)).Id);
        await vercel.DeleteAsync(project);
        await vercel.DeleteAsync(retention);
    }

    [Fact]
    public async Task A_creation_whose_answer_got_lost_is_not_made_twice()
    {
        var engine = new ListeningEngine();
        var vercel = await cloud.ProviderAsync(engine);
        cloud.Host.Faults.Add(
            new Fault { Service = "vercel", Operation = "POST /v10/projects", Effect = new FaultEffect.LoseAnswer(), Times = 1 });
        var project = await vercel.CreateAsync(Project, """{"name":"lost"}""");
        cloud.Host.Faults.Add(
            new Fault { Service = "vercel", Operation = "POST *", Effect = new FaultEffect.Status(429, TimeSpan.Zero), Times = 1 });
        cloud.Host.Faults.Add(new Fault { Service = "vercel", Operation = "POST *env*", Effect = new FaultEffect.LoseAnswer(), Times = 1 });
        await vercel.CreateAsync(
            Variable, $$"""{"projectId":"{{project.Id}}","key":"A","value":"1","sensitive":false,"targets":["production"]}""");

        Assert.Single((await cloud.ShowAsync("v9/projects"))["projects"]!.AsArray(), one => (string?)one!["name"] == "lost");
        Assert.Single((await cloud.ShowAsync($"v9/projects/{project.Id}/env"))["envs"]!.AsArray());
        Assert.Equal([$"it: Project 'lost' ({project.Id}) was there already: taken over, not created."], engine.Said);
    }

    [Fact]
    public async Task A_variable_or_a_domain_that_somebody_made_is_taken_over_aloud()
    {
        var engine = new ListeningEngine();
        var vercel = await cloud.ProviderAsync(engine);
        var project = await vercel.CreateAsync(Project, """{"name":"by-hand"}""");
        var variable = $$"""{"projectId":"{{project.Id}}","key":"A","value":"canary","sensitive":false,"targets":["production"]}""";
        var domain = $$"""{"projectId":"{{project.Id}}","domain":"by-hand.example.com"}""";
        await vercel.CreateAsync(Variable, variable);
        await vercel.CreateAsync(Variable, variable.Replace("production", "preview", StringComparison.Ordinal));
        await vercel.CreateAsync(Domain, domain);
        Assert.Empty(engine.Said);
        await vercel.CreateAsync(Variable, variable);
        await vercel.CreateAsync(Domain, domain);
        Assert.Equal(
            [
                $"it: Variable 'A' of project '{project.Id}' was there already: taken over, not created.",
                $"it: Domain 'by-hand.example.com' of project '{project.Id}' was there already: taken over, not created.",
            ],
            engine.Said);
    }

    [Fact]
    public async Task A_refusal_says_what_was_refused_and_never_a_secret()
    {
        var vercel = await cloud.ProviderAsync();
        var project = await vercel.CreateAsync(Project, """{"name":"refused"}""");
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => vercel.CreateAsync(
            Variable,
            $$"""{"projectId":"{{project.Id}}","key":"not a name","value":"canary-3","sensitive":false,"targets":["production"]}"""));
        Assert.Contains("Vercel refused POST v10/projects/", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-3", refusal.ToString(), StringComparison.Ordinal);
    }
}
