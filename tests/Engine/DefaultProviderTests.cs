using System.Text.Json.Nodes;
using Google.Protobuf;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

/// <summary>Providers that no program wrote, as Pulumi's own engine names, keeps and counts them.</summary>
public sealed class DefaultProviderTests
{
    [Theory]
    [InlineData("", "", "default")]
    [InlineData("7.48.0", "", "default_7_48_0")]
    [InlineData("5.4.1", "github://api.github.com/pulumiverse", "default_5_4_1_github_/api.github.com/pulumiverse")]
    [InlineData("5.4.1", "github://api.github.com/pulumiverse/", "default_5_4_1_github_/api.github.com/pulumiverse")]
    [InlineData("1.0.0-alpha.2+build-3", "", "default_1_0_0_alpha_2_build-3")]
    [InlineData("", "https://get.example.com:8443/a b/ü", "default_https_/get.example.com_8443/a_b/__")]
    public async Task A_default_provider_is_named_after_version_and_server(string version, string url, string name)
    {
        await using var stack = await TestStack.CreateAsync();
        Assert.True((await stack.UpAsync(Thing(version, url))).Succeeded);
        Assert.EndsWith($"::pulumi:providers:test::{name}", (string?)(await ProviderAsync(stack))["urn"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_keeps_its_version_in_the_open_and_the_rest_where_no_plugin_sees_it()
    {
        await using var stack = await TestStack.CreateAsync();
        var thing = Thing("5.4.1", "github://api.github.com/pulumiverse");
        await stack.UpAsync(thing with
        {
            Options = request =>
        {
            thing.Options!(request);
            request.PluginChecksums["linux-amd64"] = ByteString.CopyFrom(0xAB, 0x01);
        }
        });
        var provider = await ProviderAsync(stack);
        Assert.Equal(
            """{"__internal":{"pluginChecksums":{"linux-amd64":"ab01"},"pluginDownloadURL":"github://api.github.com/pulumiverse"},"version":"5.4.1"}""",
            provider["inputs"]!.ToJsonString());
        Assert.Equal("""{"version":"5.4.1"}""", provider["outputs"]!.ToJsonString());
        Assert.Equal("""{ "version": "5.4.1" }""", stack.Cloud.Configured!.ToString());
    }

    [Fact]
    public async Task A_state_that_does_not_name_the_server_yet_changes_no_resource()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(Thing("5.4.1", ""));
        var moved = await stack.UpAsync(Thing("5.4.1", "github://api.github.com/pulumiverse"));
        Assert.Equal(["same a"], TestStack.Steps(moved));
        Assert.False(moved.Plan.HasChanges);
        Assert.EndsWith("/pulumiverse", (string?)(await ProviderAsync(stack))["urn"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_summary_counts_it_and_no_plan_shows_it()
    {
        await using var stack = await TestStack.CreateAsync();
        var preview = await stack.PreviewAsync(Thing("1.2.3", ""));
        Assert.Equal([("create", 2)], preview.ChangeSummary.Select(entry => (entry.Key, entry.Value)));
        Assert.DoesNotContain(preview.Plan.Steps, step => step.Type == "pulumi:providers:test");
        Assert.Equal(2, (await stack.UpAsync(Thing("1.2.3", ""))).ChangeSummary["create"]);
        Assert.Equal(2, (await stack.RefreshAsync()).ChangeSummary["same"]);
        Assert.Equal(2, (await stack.DestroyAsync()).ChangeSummary["delete"]);
    }

    [Fact]
    public async Task A_provider_of_the_program_is_counted_and_keeps_version_and_server()
    {
        await using var stack = await TestStack.CreateAsync();
        var own = new Wanted("own", ("region", "eu"))
        {
            Type = "pulumi:providers:test",
            Options = request => (request.Version, request.PluginDownloadURL) = ("2.0.0", "https://get.example.com"),
        };
        var up = await stack.UpAsync(own);
        Assert.Equal(2, up.ChangeSummary["create"]);
        Assert.Equal(
            """{"__internal":{"pluginDownloadURL":"https://get.example.com"},"region":"eu","version":"2.0.0"}""",
            (await ProviderAsync(stack))["inputs"]!.ToJsonString());
        Assert.False((await stack.UpAsync(own)).Plan.HasChanges);
    }

    [Fact]
    public async Task A_version_that_is_none_is_refused_by_name()
    {
        await using var stack = await TestStack.CreateAsync();
        var up = await stack.UpAsync(Thing("5.4", ""));
        Assert.False(up.Succeeded);
        Assert.Contains(
            up.Diagnostics,
            said => said.Message == "The package 'test' is asked for in version '5.4', which is no semantic version such as 1.2.3.");
    }

    private static Wanted Thing(string version, string url) => new("a")
    {
        Options = request => (request.Version, request.PluginDownloadURL) = (version, url),
    };

    private static async Task<JsonObject> ProviderAsync(TestStack stack)
    {
        var state = JsonNode.Parse(await File.ReadAllTextAsync(stack.StateFile, TestContext.Current.CancellationToken))!;
        return state["checkpoint"]!["latest"]!["resources"]!.AsArray().Select(resource => resource!.AsObject())
            .Single(resource => (string?)resource["type"] == "pulumi:providers:test");
    }
}
