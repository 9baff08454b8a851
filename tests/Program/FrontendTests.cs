using PipAi.Infra.Frontend;
using PipAi.Infra.Policies;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace PipAi.Program.Tests;

/// <summary>The frontend alone: what its deployments are told, when another one is made, and where it is found.</summary>
public sealed class FrontendTests
{
    private const string Variable = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";

    [Theory]
    [InlineData("TEMPORAL_API_KEY", "temporal-api-key", "temporal-api-key-preview")]
    [InlineData("A", "a", "a-preview")]
    public void A_variable_is_named_for_its_key_and_for_previews(string key, string everywhere, string preview)
    {
        Assert.Equal(everywhere, new FrontendVariable(key, "x", false, FrontendVariable.Everywhere, "").Name);
        Assert.Equal(everywhere, new FrontendVariable(key, "x", false, FrontendVariable.Production, "").Name);
        Assert.Equal(preview, new FrontendVariable(key, "x", false, FrontendVariable.Preview, "").Name);
    }

    [Fact]
    public async Task Variables_say_where_they_are_read_and_whether_they_can_be_read_back()
    {
        var declared = (await Stacks.DeclaredAsync("prod")).OfType(Variable).Select(variable =>
            $"{variable["key"]} {(variable["sensitive"] is true ? "sensitive" : "readable")} "
                + string.Join('+', ((IEnumerable<object>)variable["targets"]!).Order()));
        Assert.Equal(
            [
                "AWS_ROLE_ARN readable production", "DOCUMENT_BUCKETS readable preview+production",
                "TEMPORAL_ADDRESS readable preview+production",
                "TEMPORAL_API_KEY sensitive preview", "TEMPORAL_API_KEY sensitive production",
                "TEMPORAL_NAMESPACE readable preview+production",
            ],
            declared.Order(StringComparer.Ordinal));
    }

    [Theory]
    // Names under vercel.app before others, the project's before the team's, the short before the long, then by the alphabet.
    [InlineData("pip-ai.vercel.app", "pip-ai.vercel.app")]
    [InlineData("pip-ai.vercel.app", "pip-ai-pip-ai.vercel.app", "pip-ai.vercel.app", "pip-ai-git-main-pip-ai.vercel.app")]
    [InlineData("pip-ai-two.vercel.app", "www.example.com", "pip-ai-two.vercel.app")]
    [InlineData("a.vercel.app", "b.vercel.app", "a.vercel.app", "aa.vercel.app")]
    [InlineData("x-pip-ai.vercel.app", "longer-pip-ai.vercel.app", "x-pip-ai.vercel.app")]
    [InlineData("www.example.com", "www.example.com")]
    public async Task Without_a_domain_of_its_own_it_is_found_where_Vercel_says(string expected, params string[] hosts) =>
        Assert.Equal($"https://{expected}/api/health", (await DeclareAsync(hosts, [])).Health);

    [Fact]
    public async Task A_domain_of_the_settings_is_its_address_whatever_Vercel_gave() =>
        Assert.Equal(
            "https://app.pip-ai.com/api/health", (await DeclareAsync(["pip-ai.vercel.app"], ["app.pip-ai.com", "www.pip-ai.com"])).Health);

    [Fact]
    public async Task A_deployment_without_a_host_names_the_setting_that_gives_one()
    {
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => DeclareAsync([], []));
        Assert.Contains("pulumi config set --path 'pip-ai:frontendDomains[0]' DOMAIN", $"{failed}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_value_of_a_variable_of_production_makes_another_deployment()
    {
        var first = (await DeclareAsync(["a.vercel.app"], [], One("K", "1"), One("L", "2"))).Digest;
        Assert.Matches("^[0-9a-f]{16}$", first);
        Assert.Equal(first, (await DeclareAsync(["a.vercel.app"], [], One("K", "1"), One("L", "2"))).Digest);
        // Their order says nothing; a value, a name, one more or one less does.
        Assert.Equal(first, (await DeclareAsync(["a.vercel.app"], [], One("L", "2"), One("K", "1"))).Digest);
        Assert.NotEqual(first, (await DeclareAsync(["a.vercel.app"], [], One("K", "3"), One("L", "2"))).Digest);
        Assert.NotEqual(first, (await DeclareAsync(["a.vercel.app"], [], One("M", "1"), One("L", "2"))).Digest);
        Assert.NotEqual(first, (await DeclareAsync(["a.vercel.app"], [], One("K", "1"))).Digest);
    }

    [Fact]
    public async Task A_new_value_for_previews_leaves_production_alone()
    {
        var production = One("K", "1");
        var preview = new FrontendVariable("K", "secret", true, FrontendVariable.Preview, "");
        Assert.Equal(
            (await DeclareAsync(["a.vercel.app"], [], production, preview)).Digest,
            (await DeclareAsync(["a.vercel.app"], [], production, preview with { Value = "another" })).Digest);
    }

    [Fact]
    public async Task The_first_domain_is_the_address_and_the_others_lead_to_it_for_good()
    {
        var declaration = await Stacks.DeclaredAsync("world");
        Assert.Equal(
            ["app.pip-ai.com  ", "www.pip-ai.com app.pip-ai.com 308"],
            declaration.OfType("vercel:index/projectDomain:ProjectDomain").Select(
                domain => $"{domain["domain"]} {domain["redirect"]} {domain["redirectStatusCode"]}"));
        Assert.Equal(
            ["ProjectDomain frontend-app.pip-ai.com", "ProjectDomain frontend-www.pip-ai.com"],
            Assert.Single(declaration.OfType("vercel:index/deployment:Deployment")).DependsOn
                .Where(earlier => earlier.StartsWith("ProjectDomain ", StringComparison.Ordinal)).Order());
    }

    private static FrontendVariable One(string key, string value) => new(key, value, false, FrontendVariable.Production, "");

    private static async Task<(string Health, string Digest)> DeclareAsync(
        string[] hosts, string[] domains, params FrontendVariable[] variables)
    {
        var mocks = new VercelMocks(hosts);
        WebFrontend? frontend = null;
        await Task.Run(() => Pulumi.Deployment.TestAsync(
            mocks, new TestOptions { ProjectName = "pip-ai", StackName = "prod", IsPreview = false },
            () => frontend = new WebFrontend("frontend", new WebFrontendArgs
            {
                Name = "pip-ai",
                Settings = StackFiles.Settings("prod").Frontend with { Domains = [.. domains] },
                Variables = [.. variables],
            })), TestContext.Current.CancellationToken);
        return (await OutputUtilities.GetValueAsync(frontend!.HealthUrl), mocks.Digest);
    }

    /// <summary>Vercel, which gives a deployment these host names.</summary>
    private sealed class VercelMocks(string[] hosts) : IMocks
    {
        private readonly DeclarationRecorder inner = new();

        public string Digest { get; private set; } = "";

        public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            if (args.Type != "vercel:index/deployment:Deployment") return await inner.NewResourceAsync(args);
            Digest = (string)((IReadOnlyDictionary<string, object>)args.Inputs["meta"])["variables"];
            return ("dpl", args.Inputs.SetItem("domains", hosts));
        }

        public Task<object> CallAsync(MockCallArgs args) => inner.CallAsync(args);
    }
}
