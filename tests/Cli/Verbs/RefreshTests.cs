using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

public sealed class RefreshTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;

    [Fact]
    public async Task What_differs_is_stored_and_told()
    {
        Approved.Text((await pipai.RunAsync("refresh", "--yes")).Ended(0).ToString());
        Lose("workers-iad-1");
        var refreshed = (await pipai.RunAsync("refresh", "--yes")).Ended(0);
        Approved.Text(refreshed.ToString(), nameof(What_differs_is_stored_and_told) + ".lost");
        Assert.DoesNotContain($"\"urn\": \"{SampleProgram.Machine}\"", File.ReadAllText(pipai.StateFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_it_says_what_changed_and_shows_no_secret()
    {
        Lose("key");
        var refreshed = (await pipai.RunAsync("refresh", "--yes", "--json")).Ended(0);
        Assert.Equal(1, refreshed.Json.GetProperty("changes").GetProperty("delete").GetInt32());
        Assert.Equal("[secret]", refreshed.Json.GetProperty("outputs").GetProperty("apiKey").GetString());
        Assert.DoesNotContain(SampleProgram.Canary, refreshed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_stores_nothing_and_needs_no_yes()
    {
        Lose("key");
        var before = File.ReadAllText(pipai.StateFile);
        var preview = (await pipai.RunAsync("refresh", "--preview-only")).Ended(0);
        Assert.Contains("deleted", preview.Output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(pipai.StateFile));
        Assert.Contains("pass --yes", (await pipai.RunAsync("refresh")).Ended(2).Errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(pipai.StateFile));
    }

    [Fact]
    public async Task Who_expects_no_changes_gets_an_exit_code_for_those_there_are()
    {
        (await pipai.RunAsync("refresh", "--yes", "--expect-no-changes")).Ended(0);
        Lose("key");
        var found = (await pipai.RunAsync("refresh", "--yes", "--expect-no-changes", "--json")).Ended(7).Json;
        Assert.Equal("failed", found.GetProperty("result").GetString());
        Assert.Equal(7, found.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Of_what_is_selected_alone_something_is_learned()
    {
        Lose("key");
        Lose("workers-iad-1");
        (await pipai.RunAsync("refresh", "--yes", "--exclude", SampleProgram.Machine, "--expect-no-changes", "--preview-only")).Ended(7);
        (await pipai.RunAsync("refresh", "--yes", "--target", SampleProgram.App, "--expect-no-changes")).Ended(0);
        var refreshed = (await pipai.RunAsync("refresh", "--yes", "--target", "**Secret**", "--json")).Ended(0).Json;
        Assert.Equal(1, refreshed.GetProperty("changes").GetProperty("delete").GetInt32());
    }

    [Fact]
    public async Task That_everything_is_gone_at_once_is_believed_only_on_demand()
    {
        var before = File.ReadAllText(pipai.StateFile);
        pipai.Provider.Resources.Clear();
        var refused = await pipai.RunAsync("refresh", "--yes");
        Assert.NotEqual(0, refused.Exit);
        Assert.Contains("--accept-loss", refused.Errors, StringComparison.Ordinal);
        Assert.Contains(SampleProgram.Machine, File.ReadAllText(pipai.StateFile), StringComparison.Ordinal);
        (await pipai.RunAsync("refresh", "--yes", "--accept-loss")).Ended(0);
        Assert.DoesNotContain($"\"urn\": \"{SampleProgram.Machine}\"", File.ReadAllText(pipai.StateFile), StringComparison.Ordinal);
        Assert.NotEmpty(before);
    }

    [Fact]
    public async Task Without_a_cloud_nothing_can_be_looked_at()
    {
        Directory.Delete(pipai["home/cloud"], recursive: true);
        var refused = (await pipai.RunAsync("refresh", "--yes")).Ended(1);
        Assert.EndsWith(
            "error: Nothing of stack 'prod' runs here: it has no local cloud.\n    ./pipai up --stack prod\n", refused.Errors,
            StringComparison.Ordinal);
        Assert.Empty(refused.Output);
        (await pipai.RunAsync("refresh", "--yes", "--stack", "prd")).Ended(6);
    }

    public async ValueTask InitializeAsync()
    {
        pipai = await TestCheckout.CreateAsync();
        pipai.Program = SampleProgram.Of();
        await pipai.DeployAsync();
    }

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    /// <summary>Somebody deleted it by other ways.</summary>
    private void Lose(string name) => Assert.True(pipai.Provider.Resources.Remove(
        pipai.Provider.Resources.Keys.Single(id => id.StartsWith(name + "-", StringComparison.Ordinal) && id.Length == name.Length + 33),
        out _));
}
