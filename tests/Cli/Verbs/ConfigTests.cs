using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

public sealed class ConfigTests : IAsyncLifetime
{
    private const string Before = "# who\nconfig:\n  pip-ai:owner: platform # us\n  pip-ai:regions:\n    iad: 1\n    - fra\n";
    private TestCheckout pipai = null!;

    [Fact]
    public async Task A_setting_is_changed_in_its_place_and_taken_away()
    {
        pipai.Write("Pulumi.prod.yaml", "# who\nconfig:\n  pip-ai:owner: platform\n");
        var set = (await pipai.RunAsync("config", "set", "owner", "research")).Ended(0);
        Assert.Empty(set.Output);
        Assert.Equal("# who\nconfig:\n  pip-ai:owner: research\n", pipai.Read("Pulumi.prod.yaml"));
        Assert.Equal(
            "Pulumi.prod.yaml: pip-ai:owner is set. See what it changes:\n    ./pipai preview --stack prod\n", set.Errors);
        var removed = (await pipai.RunAsync("config", "rm", "pip-ai:owner")).Ended(0);
        Assert.StartsWith("Pulumi.prod.yaml: pip-ai:owner is removed.", removed.Errors, StringComparison.Ordinal);
        Assert.Equal("# who\nconfig:\n", pipai.Read("Pulumi.prod.yaml"));
    }

    [Fact]
    public async Task Of_a_map_or_list_one_entry_is_changed()
    {
        Declare();
        (await pipai.RunAsync("config", "set", "--path", "counts.fra", "2")).Ended(0);
        (await pipai.RunAsync("config", "set", "--path", "names[0]", "first")).Ended(0);
        Assert.Contains("  pip-ai:counts:\n    fra: 2\n", pipai.Read("Pulumi.prod.yaml"), StringComparison.Ordinal);
        Assert.Contains("  pip-ai:names:\n    - first\n", pipai.Read("Pulumi.prod.yaml"), StringComparison.Ordinal);
        (await pipai.RunAsync("config", "rm", "--path", "names[0]")).Ended(0);
        Assert.Contains("  pip-ai:names: []\n", pipai.Read("Pulumi.prod.yaml"), StringComparison.Ordinal);
        var json = (await pipai.RunAsync("config", "rm", "--path", "counts.fra", "--json")).Ended(0).Json;
        Assert.Equal("fra", json.GetProperty("entry").GetString());
        Assert.Equal("removed", json.GetProperty("result").GetString());
        Assert.Equal("Pulumi.prod.yaml", json.GetProperty("file").GetString());
        Assert.Contains("  pip-ai:counts: {}\n", pipai.Read("Pulumi.prod.yaml"), StringComparison.Ordinal);
        (await pipai.RunAsync("config", "set", "--path", "counts.iad", "3")).Ended(0);
        Assert.Contains("  pip-ai:counts:\n    iad: 3\n", pipai.Read("Pulumi.prod.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_path_a_dot_belongs_to_the_name()
    {
        (await pipai.RunAsync("config", "set", "other:a.b", "1")).Ended(0);
        Assert.Contains("  other:a.b: 1\n", pipai.Read("Pulumi.prod.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9owner")]
    [InlineData("a b")]
    [InlineData("a:b:c")]
    [InlineData("owner[1")]
    [InlineData("")]
    public async Task What_is_no_key_is_refused_and_nothing_is_changed(string key)
    {
        var before = pipai.Read("Pulumi.prod.yaml");
        foreach (var verb in (string[][])[["set", key, "x"], ["set", "--path", key, "x"], ["rm", key]])
        {
            var refused = (await pipai.RunAsync(["config", .. verb])).Ended(2);
            Assert.Contains("is no key of a setting", refused.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(before, pipai.Read("Pulumi.prod.yaml"));
    }

    [Fact]
    public async Task A_value_of_another_type_and_a_name_that_nothing_declares_are_refused()
    {
        Declare();
        var before = pipai.Read("Pulumi.prod.yaml");
        Approved.Text(string.Concat(
            (await pipai.RunAsync("config", "set", "size", "many")).Ended(2),
            (await pipai.RunAsync("config", "set", "counts", "[1")).Ended(2),
            (await pipai.RunAsync("config", "set", "onwer", "x")).Ended(2),
            (await pipai.RunAsync("config", "rm", "size")).Ended(2),
            (await pipai.RunAsync("config", "rm", "--path", "counts.fra")).Ended(2),
            (await pipai.RunAsync("config", "set", "owner")).Ended(2),
            (await pipai.RunAsync("config", "set", "owner", "x", "--stack", "staging")).Ended(6)));
        Assert.Equal(before, pipai.Read("Pulumi.prod.yaml"));
    }

    [Fact]
    public async Task A_file_that_is_broken_already_is_named_with_the_line()
    {
        pipai.Write("Pulumi.prod.yaml", Before);
        var refused = (await pipai.RunAsync("config", "set", "owner", "x", "--json")).Ended(2);
        var error = refused.Json.GetProperty("error");
        Assert.StartsWith("Pulumi.prod.yaml:", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("${EDITOR:-vi} Pulumi.prod.yaml", error.GetProperty("command").GetString());
        Assert.Equal(Before, pipai.Read("Pulumi.prod.yaml"));
    }

    public async ValueTask InitializeAsync() => pipai = await TestCheckout.CreateAsync();

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    private void Declare() => pipai.Write(
        "Pulumi.yaml",
        """
        name: pip-ai
        runtime: dotnet
        config:
          owner: { type: string, default: platform }
          size: { type: integer, default: 1 }
          counts: { type: object, default: {} }
          names: { type: array, items: { type: string }, default: [] }

        """);
}
