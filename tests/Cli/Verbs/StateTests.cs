using System.Text.Json;
using PipAi.EngineTesting;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

public sealed class StateTests : IAsyncLifetime
{
    private const string Key = "urn:pulumi:prod::pip-ai::fly:index:Secret::key";
    private TestCheckout pipai = null!;

    [Fact]
    public async Task A_resource_is_taken_out_of_the_state_alone_and_a_copy_is_kept()
    {
        var done = (await pipai.RunAsync("state", "delete", Key, "--yes")).Ended(0);
        Assert.Empty(done.Errors);
        Approved.Text(WithoutCopy(done));
        Assert.DoesNotContain(Key, File.ReadAllText(pipai.StateFile), StringComparison.Ordinal);
        Assert.Empty(pipai.Provider.CallsOf("Delete"));
    }

    [Fact]
    public async Task What_others_refer_to_goes_with_them_or_not_at_all()
    {
        var refused = (await pipai.RunAsync("state", "delete", SampleProgram.Machine, "--yes")).Ended(2);
        Assert.Contains($"Other resources refer to it: '{Key}'", refused.Errors, StringComparison.Ordinal);
        var done = (await pipai.RunAsync("state", "delete", SampleProgram.Machine, "--target-dependents", "--yes", "--json")).Ended(0);
        Assert.Equal(2, done.Json.GetProperty("changes").GetArrayLength());
        Assert.True(File.Exists(done.Json.GetProperty("copy").GetString()!.Replace("<checkout>", pipai[""], StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_protected_goes_only_by_force_or_when_the_protection_is_off()
    {
        await ProtectAsync();
        Assert.Contains("It is protected", (await pipai.RunAsync("state", "delete", "-y", Kept)).Ended(2).Errors, StringComparison.Ordinal);
        var off = (await pipai.RunAsync("state", "unprotect", Kept, "--yes")).Ended(0);
        Assert.StartsWith($"'{Kept}' is protected no more.\n", off.Output, StringComparison.Ordinal);
        Assert.Equal(
            "There was nothing to change.\n", (await pipai.RunAsync("state", "unprotect", "--all", "--yes")).Ended(0).Output);
        await ProtectAsync();
        (await pipai.RunAsync("state", "delete", Kept, "--force", "--yes")).Ended(0);
        Assert.DoesNotContain(Kept, File.ReadAllText(pipai.StateFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--all", Key)]
    public async Task Protection_is_taken_off_some_or_off_all(params string[] which)
    {
        var refused = (await pipai.RunAsync(["state", "unprotect", "--yes", .. which])).Ended(2);
        Assert.Equal("error: Say which resources: URNs, or --all.\n    ./pipai state unprotect --all --stack prod\n", refused.Errors);
    }

    [Fact]
    public async Task A_state_that_is_whole_needs_no_repair()
    {
        var before = File.ReadAllText(pipai.StateFile);
        var done = (await pipai.RunAsync("state", "repair", "--yes", "--json")).Ended(0).Json;
        Assert.Equal(0, done.GetProperty("changes").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, done.GetProperty("copy").ValueKind);
        Assert.Equal(before, File.ReadAllText(pipai.StateFile));
    }

    [Fact]
    public async Task A_reference_to_what_is_not_there_is_dropped()
    {
        var damaged = File.ReadAllText(pipai.StateFile).Replace($"\"{SampleProgram.App}\"\n", "\"urn:gone\"\n", StringComparison.Ordinal);
        var document = System.Text.Json.Nodes.JsonNode.Parse(damaged)!;
        var resources = document["checkpoint"]!["latest"]!["resources"]!.AsArray();
        foreach (var resource in resources.Where(resource => (string)resource!["urn"]! == Key))
        {
            resource!["dependencies"] = new System.Text.Json.Nodes.JsonArray("urn:pulumi:prod::pip-ai::fly:index:App::gone");
            resource["propertyDependencies"] = null;
        }

        File.WriteAllText(pipai.StateFile, document.ToJsonString());
        Assert.NotEqual(0, (await pipai.RunAsync("stack", "output")).Exit);
        var done = (await pipai.RunAsync("state", "repair", "--yes")).Ended(0);
        Assert.Contains(
            $"'{Key}' does not refer to 'urn:pulumi:prod::pip-ai::fly:index:App::gone' any more", done.Output, StringComparison.Ordinal);
        (await pipai.RunAsync("stack", "output")).Ended(0);
    }

    [Theory]
    [InlineData("state delete", "delete", Key)]
    [InlineData("state unprotect", "unprotect", "--all")]
    [InlineData("state repair", "repair")]
    public async Task Nothing_is_edited_without_a_yes(string verb, params string[] words)
    {
        var before = File.ReadAllText(pipai.StateFile);
        var refused = (await pipai.RunAsync(["state", .. words])).Ended(2);
        Assert.Contains($"`{verb}` changes things and there is nobody to ask: pass --yes.", refused.Errors, StringComparison.Ordinal);
        Assert.EndsWith($"    ./pipai {verb} --stack prod --yes\n", refused.Errors, StringComparison.Ordinal);
        var asked = (await pipai.AnsweringAsync("no", ["state", .. words])).Ended(8);
        Assert.Equal("Edit the state of 'prod'? No resource is changed by it. [yes/no] ", asked.Errors);
        Assert.Empty(asked.Output);
        Assert.Equal(before, File.ReadAllText(pipai.StateFile));
        (await pipai.AnsweringAsync("y", ["state", .. words])).Ended(0);
    }

    [Fact]
    public async Task What_is_not_there_is_named_and_needs_words_at_all()
    {
        var refused = (await pipai.RunAsync("state", "delete", "urn:nothing", "--yes")).Ended(2);
        Assert.StartsWith("error: The state has no resource 'urn:nothing'.", refused.Errors, StringComparison.Ordinal);
        Assert.EndsWith(
            "    ./pipai state delete --help\n", (await pipai.RunAsync("state", "delete", "--yes")).Ended(2).Errors,
            StringComparison.Ordinal);
        (await pipai.RunAsync("state", "repair", "--yes", "--stack", "nowhere")).Ended(6);
    }

    public async ValueTask InitializeAsync()
    {
        pipai = await TestCheckout.CreateAsync();
        pipai.Program = SampleProgram.Of();
        await pipai.DeployAsync();
    }

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    private const string Kept = "urn:pulumi:prod::pip-ai::test:index:Thing::kept";

    private async Task ProtectAsync()
    {
        pipai.Program = SampleProgram.Of(more: new Wanted("kept") { Options = request => request.Protect = true });
        (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
    }

    private static string WithoutCopy(Outcome outcome) =>
        System.Text.RegularExpressions.Regex.Replace(outcome.ToString(), @"'<checkout>[^']*'", "'<copy>'");
}
