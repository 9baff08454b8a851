using System.Text.Json;
using PipAi.EngineTesting;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

public sealed class PreviewTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;

    [Fact]
    public async Task A_plan_is_the_answer_and_nothing_is_left_behind()
    {
        var plan = (await pipai.RunAsync("preview")).Ended(0);
        Assert.Empty(plan.Errors);
        Approved.Text(plan.ToString());
        Assert.False(Directory.Exists(Path.Combine(pipai.Home, "cloud")));
        Assert.False(File.Exists(pipai.StateFile));
        Assert.Empty(pipai.Provider.Calls);
    }

    [Fact]
    public async Task As_JSON_it_is_one_document_with_every_step_and_no_secret()
    {
        var plan = (await pipai.RunAsync("preview", "--json")).Ended(0);
        Assert.Empty(plan.Errors);
        Assert.Equal(4, plan.Json.GetProperty("changeSummary").GetProperty("create").GetInt32());
        Assert.Contains(
            plan.Json.GetProperty("steps").EnumerateArray(), step => step.GetProperty("urn").GetString() == SampleProgram.Machine);
        Assert.DoesNotContain(SampleProgram.Canary, plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_property_is_shown_where_that_is_asked_for_and_secrets_are_masked()
    {
        var plan = (await pipai.RunAsync("preview", "--diff")).Ended(0);
        Assert.Contains("    region: \"iad\"", plan.Output, StringComparison.Ordinal);
        Assert.Contains("    value: [secret]", plan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(SampleProgram.Canary, plan.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("region:", (await pipai.RunAsync("preview")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_and_what_goes_are_told_with_what_stays_only_on_demand()
    {
        await pipai.DeployAsync();
        pipai.Program = SampleProgram.Of(image: "two", secret: false);
        Approved.Text($"{(await pipai.RunAsync("preview", "--diff")).Ended(0)}{(await pipai.RunAsync("pre", "--show-sames")).Ended(0)}");
        Assert.Equal("update workers-iad-1, delete key", Steps((await pipai.RunAsync("preview", "--json")).Json));
        Assert.Equal(
            "same workers, update workers-iad-1, delete key", Steps((await pipai.RunAsync("preview", "--json", "--show-sames")).Json));
    }

    [Fact]
    public async Task Who_expects_no_changes_gets_an_exit_code_for_it()
    {
        var plan = (await pipai.RunAsync("preview", "--expect-no-changes")).Ended(7);
        Assert.Contains("workers-iad-1", plan.Output, StringComparison.Ordinal);
        (await pipai.RunAsync("preview", "--expect-no-changes", "--json")).Ended(7);
        await pipai.DeployAsync();
        Approved.Text((await pipai.RunAsync("preview", "--expect-no-changes")).Ended(0).ToString());
    }

    [Theory]
    [InlineData("create workers", "--target", SampleProgram.App)]
    [InlineData("create workers", "--target", "**fly:index:App**")]
    [InlineData("", "--exclude", "**fly:index:**")]
    [InlineData("create workers, create workers-iad-1", "--target", SampleProgram.Machine, "--target", SampleProgram.App)]
    [InlineData("create workers, create workers-iad-1, create key", "-t", SampleProgram.App, "--target-dependents")]
    [InlineData("create workers, create workers-iad-1", "--exclude", "**fly:index:Secret**")]
    public async Task Of_what_is_selected_alone_there_are_steps(string steps, params string[] options)
    {
        var plan = (await pipai.RunAsync(["preview", "--json", .. options])).Ended(0).Json;
        Assert.Equal(steps, Steps(plan));
    }

    [Fact]
    public async Task What_is_named_is_replaced_though_nothing_of_it_changed()
    {
        await pipai.DeployAsync();
        var plan = (await pipai.RunAsync("preview", "--json", "--replace", SampleProgram.Machine)).Ended(0).Json;
        Assert.Equal(1, plan.GetProperty("changeSummary").GetProperty("replace").GetInt32());
    }

    [Fact]
    public async Task Settings_come_from_the_file_that_is_named()
    {
        pipai.Program = FakeProgram.Of(async program =>
        {
            await program.RegisterAllAsync(new Wanted("a", ("settings", program.Environment["PULUMI_CONFIG"])));
            return null;
        });
        pipai.Write("other.yaml", "config:\n  pip-ai:owner: research\n");
        Assert.Contains("platform", (await pipai.RunAsync("preview", "--diff")).Ended(0).Output, StringComparison.Ordinal);
        var plan = (await pipai.RunAsync("preview", "--diff", "--config-file", pipai["other.yaml"])).Ended(0);
        Assert.Contains("research", plan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("platform", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_long_it_took_is_no_part_of_the_answer()
    {
        var plan = (await pipai.RunAsync("preview", "--timings", "--json")).Ended(0);
        Assert.StartsWith("Timings (ms):", plan.Errors, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, plan.Json.ValueKind);
    }

    [Fact]
    public async Task The_stack_is_named_by_an_option_else_by_Pulumis_variable_else_it_is_production()
    {
        pipai.Write("Pulumi.staging.yaml", "config: {}\n");
        pipai.Variables["PULUMI_STACK"] = "staging";
        Assert.StartsWith("Previewing update (staging):", (await pipai.RunAsync("preview")).Ended(0).Output, StringComparison.Ordinal);
        Assert.StartsWith("Previewing update (prod):", (await pipai.RunAsync("preview", "-s", "prod")).Output, StringComparison.Ordinal);
        pipai.Variables["PULUMI_STACK"] = "";
        Assert.StartsWith("Previewing update (prod):", (await pipai.RunAsync("preview")).Output, StringComparison.Ordinal);
        Approved.Text((await pipai.RunAsync("preview", "--stack", "prd")).Ended(6).ToString());
    }

    [Fact]
    public async Task A_program_that_fails_and_a_provider_that_refuses_have_exit_codes_and_are_told_on_standard_error()
    {
        pipai.Program = SampleProgram.Failing();
        var failed = (await pipai.RunAsync("preview")).Ended(1);
        pipai.Program = SampleProgram.Of(more: new Wanted("b", ("bad", "too long")) { DependsOn = ["key"] });
        var refused = (await pipai.RunAsync("preview")).Ended(4);
        Assert.DoesNotContain("it is too long", refused.Output, StringComparison.Ordinal);
        Approved.Text($"{failed}{refused}");
        (await pipai.RunAsync("preview", "--json")).Ended(4);
    }

    [Fact]
    public async Task A_program_that_is_stopped_is_cancelled()
    {
        pipai.Program = FakeProgram.Of(async program =>
        {
            pipai.Interrupt();
            await program.RegisterAllAsync(new Wanted("a"));
            return null;
        });
        var stopped = (await pipai.RunAsync("preview", "--json")).Ended(8);
        Assert.Contains("Stopping: finishing the calls in flight", stopped.Errors, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, stopped.Json.ValueKind);
    }

    [Theory]
    [InlineData("dns", "--plugin is 'dns', and must be written NAME=FOLDER.")]
    [InlineData("=/tmp", "--plugin is '=/tmp', and must be written NAME=FOLDER.")]
    [InlineData("dns=/nowhere", "--plugin names the folder '/nowhere' for 'dns', and there is none.")]
    public async Task A_plugin_that_cannot_be_used_is_named(string plugin, string message)
    {
        var refused = (await pipai.RunAsync("preview", "--plugin", plugin)).Ended(2);
        Assert.Equal($"error: {message}\n    ./pipai up --plugin dns=./plugins/dns\n", refused.Errors);
        Assert.Contains(
            "names two folders for 'dns'", (await pipai.RunAsync("preview", "--plugin", "dns=/", "--plugin", "dns=/tmp")).Ended(2).Errors,
            StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        pipai = await TestCheckout.CreateAsync();
        pipai.Program = SampleProgram.Of();
    }

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    private static string Steps(JsonElement plan) => string.Join(", ", plan.GetProperty("steps").EnumerateArray()
        .Select(step => (Op: step.GetProperty("op").GetString(), Urn: step.GetProperty("urn").GetString()!))
        .Where(step => !step.Urn.Contains("::pulumi:", StringComparison.Ordinal))
        .Select(step => $"{step.Op} {step.Urn.Split("::")[^1]}"));
}
