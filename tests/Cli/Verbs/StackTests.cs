using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

public sealed class StackTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;

    [Fact]
    public async Task Stacks_are_listed_with_what_is_deployed_of_them()
    {
        pipai.Write("Pulumi.staging.yaml", "config: {}\n");
        Approved.Text($"{await pipai.RunAsync("stack", "ls")}{await pipai.RunAsync("stack", "ls", "--json", "--stack", "staging")}");
    }

    [Fact]
    public async Task Outputs_are_the_answer_and_secrets_are_shown_only_where_that_is_asked_for()
    {
        var all = (await pipai.RunAsync("stack", "output")).Ended(0);
        var one = (await pipai.RunAsync("stack", "output", "url")).Ended(0);
        Approved.Text($"{all}{one}{(await pipai.RunAsync("stack", "output", "--json")).Ended(0)}");
        Assert.Equal("[secret]\n", (await pipai.RunAsync("stack", "output", "apiKey")).Output);
        Assert.Equal($"{SampleProgram.Canary}\n", (await pipai.RunAsync("stack", "output", "apiKey", "--show-secrets")).Output);
        Assert.Equal("https://workers.fly.dev", (await pipai.RunAsync("stack", "output", "url", "--json")).Json.GetString());
        var shown = (await pipai.RunAsync("stack", "output", "--json", "--show-secrets")).Json;
        Assert.Equal(SampleProgram.Canary, shown.GetProperty("apiKey").GetString());
    }

    [Fact]
    public async Task An_output_that_is_not_there_is_named_with_those_that_are()
    {
        var refused = (await pipai.RunAsync("stack", "output", "nothing")).Ended(1);
        Assert.Empty(refused.Output);
        Assert.Equal(
            "error: Stack 'prod' has no output 'nothing'. It has: apiKey, image, url.\n    ./pipai stack output --stack prod\n",
            refused.Errors);
        (await pipai.RunAsync("stack", "output", "--stack", "staging")).Ended(6);
    }

    [Fact]
    public async Task An_export_is_the_answer_or_a_file_and_holds_no_secret_in_clear_unless_it_is_to()
    {
        var export = (await pipai.RunAsync("stack", "export")).Ended(0);
        Assert.Equal(3, export.Json.GetProperty("version").GetInt32());
        Assert.DoesNotContain(SampleProgram.Canary, export.Output, StringComparison.Ordinal);
        Assert.Contains("ciphertext", export.Output, StringComparison.Ordinal);
        Assert.Contains(SampleProgram.Canary, (await pipai.RunAsync("stack", "export", "--show-secrets")).Output, StringComparison.Ordinal);

        Assert.Empty((await pipai.RunAsync("stack", "export", "--file", pipai["export.json"])).Ended(0).Output);
        Assert.DoesNotContain(SampleProgram.Canary, pipai.Read("export.json"), StringComparison.Ordinal);
        var json = (await pipai.RunAsync("stack", "export", "--file", pipai["export.json"], "--json")).Ended(0).Json;
        Assert.Equal("succeeded", json.GetProperty("result").GetString());
        var refused = (await pipai.RunAsync("stack", "export", "--file", pipai["no/where.json"])).Ended(2);
        Assert.StartsWith("error: '<checkout>/no/where.json' cannot be written: ", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_exported_is_imported_from_a_file_or_from_standard_input()
    {
        var export = (await pipai.RunAsync("stack", "export")).Output;
        pipai.Write("export.json", export);
        var done = (await pipai.RunAsync("stack", "import", "--file", pipai["export.json"])).Ended(0);
        Assert.Empty(done.Output);
        Assert.StartsWith("Import complete. The state before it is in '<checkout>", done.Errors, StringComparison.Ordinal);
        var json = (await pipai.ReadingAsync(export, "stack", "import", "--json")).Ended(0).Json;
        Assert.Equal("imported", json.GetProperty("result").GetString());
        Assert.Equal(0, json.GetProperty("forgotten").GetArrayLength());
        Assert.Equal($"{SampleProgram.Canary}\n", (await pipai.RunAsync("stack", "output", "apiKey", "--show-secrets")).Output);
    }

    [Fact]
    public async Task An_import_that_would_forget_resources_is_confirmed_first()
    {
        var before = File.ReadAllText(pipai.StateFile);
        var empty = """{"version":3,"deployment":{"manifest":{"time":"2026-01-02T03:04:05Z","magic":"","version":""}}}""";
        pipai.Write("empty.json", empty);
        var piped = (await pipai.ReadingAsync(empty, "stack", "import")).Ended(2);
        Approved.Text($"{piped}{(await pipai.AnsweringAsync("no", "stack", "import", "--file", pipai["empty.json"])).Ended(8)}");
        // Whoever pipes a document cannot answer, also at a terminal.
        (await pipai.AnsweringAsync(empty, "stack", "import")).Ended(2);
        Assert.Equal(before, File.ReadAllText(pipai.StateFile));

        (await pipai.AnsweringAsync("yes", "stack", "import", "--file", pipai["empty.json"])).Ended(0);
        Assert.DoesNotContain(SampleProgram.App, File.ReadAllText(pipai.StateFile), StringComparison.Ordinal);
        File.WriteAllText(pipai.StateFile, before);
        var forced = (await pipai.ReadingAsync(empty, "stack", "import", "--yes", "--json")).Ended(0).Json;
        Assert.Equal(5, forced.GetProperty("forgotten").GetArrayLength());
    }

    [Fact]
    public async Task What_is_no_export_changes_nothing()
    {
        var before = File.ReadAllText(pipai.StateFile);
        (await pipai.ReadingAsync("{", "stack", "import", "--yes")).Ended(2);
        (await pipai.ReadingAsync("""{"version":3}""", "stack", "import", "--yes")).Ended(2);
        (await pipai.ReadingAsync("""{"version":3}""", "stack", "import", "--yes", "--stack", "prd")).Ended(6);
        Assert.Equal(before, File.ReadAllText(pipai.StateFile));
    }

    [Fact]
    public async Task A_passphrase_that_is_not_the_one_is_a_matter_of_credentials()
    {
        pipai.Variables["PULUMI_CONFIG_PASSPHRASE"] = "wrong";
        (await pipai.RunAsync("stack", "output", "--show-secrets")).Ended(3);
        pipai.Variables.Remove("PULUMI_CONFIG_PASSPHRASE");
        pipai.Variables["PULUMI_CONFIG_PASSPHRASE_FILE"] = "/nowhere/passphrase";
        var refused = (await pipai.RunAsync("stack", "output", "--show-secrets")).Ended(3);
        Assert.Contains("PULUMI_CONFIG_PASSPHRASE_FILE names '/nowhere/passphrase'", refused.Errors, StringComparison.Ordinal);
        // The state is not to blame.
        Assert.DoesNotContain("damaged", refused.Errors, StringComparison.Ordinal);
        Assert.EndsWith("    unset PULUMI_CONFIG_PASSPHRASE_FILE\n", refused.Errors, StringComparison.Ordinal);
        (await pipai.RunAsync("doctor", "--yes")).Ended(3);
        pipai.Variables["PULUMI_CONFIG_PASSPHRASE_FILE"] = pipai["home/passphrase"];
        (await pipai.RunAsync("stack", "output", "--show-secrets")).Ended(0);
    }

    public async ValueTask InitializeAsync()
    {
        pipai = await TestCheckout.CreateAsync();
        pipai.Program = SampleProgram.Of();
        await pipai.DeployAsync();
    }

    public ValueTask DisposeAsync() => pipai.DisposeAsync();
}
