using PipAi.Testing;

namespace PipAi.EndToEnd.Tests;

/// <summary>What a user sees who made a mistake, on the real program and engine.</summary>
public sealed class MistakesTests
{
    [Theory]
    [InlineData("preview")]
    [InlineData("up", "--yes")]
    public async Task Every_mistake_in_the_settings_is_told_at_once_and_nothing_is_changed(params string[] verb)
    {
        using var checkout = new Checkout();
        checkout.Change("Pulumi.prod.yaml", "iad: 4", "iadd: 4")
            .Change("Pulumi.prod.yaml", "lax: 1", "lax: -1")
            .Change("Pulumi.prod.yaml", "production: true", "production: maybe")
            .Change("Pulumi.prod.yaml", "pip-ai:temporalApiKeyExpiry:", "pip-ai:temporalApiKeyExpire:");
        using var pipai = new Pipai(checkout.Root);

        var outcome = (await pipai.RunAsync(verb)).Ended(2);

        Approved.Text(outcome.Errors, nameof(Every_mistake_in_the_settings_is_told_at_once_and_nothing_is_changed));
        Assert.Empty(outcome.Output);
        Assert.False(Directory.Exists(pipai.Home));
    }

    [Theory]
    [InlineData("preview")]
    [InlineData("up", "--yes")]
    public async Task A_stack_that_breaks_a_rule_is_refused_with_rule_and_resource_and_nothing_is_changed(params string[] verb)
    {
        using var checkout = new Checkout();
        checkout.Change("Pulumi.prod.yaml", "    ord: 1\n    lax: 1\n", "    ord: 1\n")
            .Change("Pulumi.prod.yaml", "  pip-ai:primaryRegion: iad\n", "  pip-ai:primaryRegion: iad\n  pip-ai:protectData: false\n");
        using var pipai = new Pipai(checkout.Root);

        var outcome = (await pipai.RunAsync(verb)).Ended(5);

        Approved.Text(
            $"{outcome.Output}\n{outcome.Errors}",
            $"{nameof(A_stack_that_breaks_a_rule_is_refused_with_rule_and_resource_and_nothing_is_changed)}.{verb[0]}");
        Assert.False(Directory.Exists(pipai.Home));
    }

    [Fact]
    public async Task An_unknown_stack_has_an_exit_code_of_its_own()
    {
        using var pipai = new Pipai();
        Assert.Contains(
            "Stacks here: prod, staging.", (await pipai.RunAsync("up", "--stack", "prd", "--yes")).Ended(6).Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_to_ask_and_no_yes_changes_nothing()
    {
        using var pipai = new Pipai();
        Assert.Contains("pass --yes", (await pipai.RunAsync("up")).Ended(2).Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(pipai.Home));
    }

    [Fact]
    public async Task The_same_preview_is_the_same_to_the_byte()
    {
        using var pipai = new Pipai();
        var first = (await pipai.RunAsync("preview", "--json")).Ended(0).Output;
        Assert.Equal(first, (await pipai.RunAsync("preview", "--json")).Ended(0).Output);
        Assert.True(
            System.Text.Json.JsonDocument.Parse(first).RootElement.GetProperty("changeSummary").GetProperty("create").GetInt32() > 100);
    }
}
