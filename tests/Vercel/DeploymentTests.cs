namespace PipAi.Vercel.Tests;

/// <summary>Deployments, and the team that everything belongs to.</summary>
public sealed class DeploymentTests(VercelCloud cloud) : IClassFixture<VercelCloud>
{
    private const string Project = "vercel:index/project:Project";
    private const string Variable = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";
    private const string Deployment = "vercel:index/deployment:Deployment";

    [Fact]
    public async Task A_deployment_is_waited_for_and_told_with_its_host_names()
    {
        var vercel = await cloud.ProviderAsync();
        var project = await vercel.CreateAsync(Project, Linked("shown"));
        var made = await vercel.CreateAsync(
            Deployment, $$"""{"projectId":"{{project.Id}}","ref":"main","meta":{"variables":"1"},"production":true}""");
        Assert.StartsWith("dpl_", made.Id, StringComparison.Ordinal);
        Assert.Equal(("True", "main", project.Id), (made["production"], made["ref"], made["projectId"]));
        Assert.True(made.Outputs["domains"].TryGetArray(out var domains));
        Assert.Equal(
            ["shown.vercel.app", "shown-local.vercel.app", "shown-git-main-local.vercel.app"], domains.Select(domain => domain.ToString()));
        Assert.Equal("READY", (string?)(await cloud.ShowAsync($"v13/deployments/{made.Id}"))["readyState"]);
    }

    [Theory]
    [InlineData("meta", """{"ref":"main","production":true,"meta":{"variables":"2"}}""")]
    [InlineData("ref", """{"ref":"other","production":true,"meta":{"variables":"1"}}""")]
    [InlineData("environment", """{"ref":"main","production":true,"meta":{"variables":"1"},"environment":{"A":"b"}}""")]
    [InlineData("", """{"ref":"main","production":true}""")]
    public async Task Every_change_makes_another_deployment(string changed, string inputs)
    {
        var vercel = await cloud.ProviderAsync();
        var project = await vercel.CreateAsync(Project, Linked($"changed-{changed}x"));
        string Of(string goal) => goal.Replace("{\"ref\"", $"{{\"projectId\":\"{project.Id}\",\"ref\"", StringComparison.Ordinal);
        var made = await vercel.CreateAsync(Deployment, Of("""{"ref":"main","production":true,"meta":{"variables":"1"}}"""));
        var diff = await vercel.DiffAsync(made, Of(inputs));
        // What the program stops saying of it stays as it is.
        Assert.Equal(changed.Length == 0 ? [] : [changed], diff.Replaces!);
        Assert.False(diff.DeleteBeforeReplace);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(",\"deleteOnDestroy\":true", false)]
    public async Task A_deployment_stays_at_Vercel_unless_the_program_says_otherwise(string more, bool stays)
    {
        var vercel = await cloud.ProviderAsync();
        var project = await vercel.CreateAsync(Project, Linked($"kept{more.Length}"));
        var made = await vercel.CreateAsync(Deployment, $$"""{"projectId":"{{project.Id}}","ref":"main"{{more}}}""");
        await vercel.DeleteAsync(made);
        Assert.Equal(stays ? made.Id : "", (await vercel.ReadAsync(made)).Id);
    }

    [Fact]
    public async Task A_deployment_needs_a_repository()
    {
        var vercel = await cloud.ProviderAsync();
        var project = await vercel.CreateAsync(Project, """{"name":"unlinked"}""");
        var refusal = await Assert.ThrowsAnyAsync<Exception>(
            () => vercel.CreateAsync(Deployment, $$"""{"projectId":"{{project.Id}}","ref":"main"}"""));
        Assert.Contains("no linked Git repository", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_in_the_team_of_the_provider()
    {
        var vercel = await cloud.ProviderAsync(settings: """{"team":"acme"}""");
        var project = await vercel.CreateAsync(Project, Linked("teamwork"));
        var variable = await vercel.CreateAsync(
            Variable, $$"""{"projectId":"{{project.Id}}","key":"A","value":"1","sensitive":false,"targets":["production"]}""");
        var made = await vercel.CreateAsync(Deployment, $$"""{"projectId":"{{project.Id}}","ref":"main"}""");
        Assert.Equal(("team_acme", "team_acme", "team_acme"), (project["teamId"], variable["teamId"], made["teamId"]));
        Assert.Equal("team_acme", (string?)(await cloud.ShowAsync($"v9/projects/{project.Id}?teamId=team_acme"))["accountId"]);
        await Assert.ThrowsAsync<HttpRequestException>(() => cloud.ShowAsync($"v9/projects/{project.Id}"));

        var stranger = await cloud.ProviderAsync();
        Assert.Equal("", (await stranger.ReadAsync(project)).Id);
        await vercel.DeleteAsync(project);
        Assert.Equal("", (await vercel.ReadAsync(project)).Id);
    }

    [Fact]
    public async Task A_variable_of_another_type_stands_in_the_way_as_at_Vercel()
    {
        var vercel = await cloud.ProviderAsync();
        var project = await vercel.CreateAsync(Project, """{"name":"in-the-way"}""");
        var inputs = $$"""{"projectId":"{{project.Id}}","key":"A","value":"1","sensitive":true,"targets":["production"]}""";
        var variable = await vercel.CreateAsync(Variable, inputs);
        var changed = inputs.Replace("\"sensitive\":true", "\"sensitive\":false", StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => vercel.CreateAsync(Variable, changed));
        Assert.Contains("A variable with the name `A` already exists", refusal.Message, StringComparison.Ordinal);
        await vercel.DeleteAsync(variable);
        Assert.NotEqual(variable.Id, (await vercel.CreateAsync(Variable, changed)).Id);
    }

    private static string Linked(string name) => $$"""{"gitRepository":{"type":"github","repo":"pip-ai/frontend"},"name":"{{name}}"}""";
}
