using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

/// <summary>What becomes of resources whose provider changes: the provider decides, and nobody else.</summary>
public sealed class ProviderChangeTests
{
    [Theory]
    [InlineData("us", "same a")]
    [InlineData("eu", "create-replacement a, replace a, discard-replaced a")]
    public async Task A_new_version_of_a_default_provider_hides_no_change_of_its_settings(string region, string steps)
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.ReplaceSettings.Add("region");
        await RegionAsync(stack, "us");
        await stack.UpAsync(Of("1.0.0"));
        await RegionAsync(stack, region);
        Assert.Equal(steps, string.Join(", ", TestStack.Steps(await stack.UpAsync(Of("1.1.0")))));
        Assert.Single(stack.Cloud.Resources);
    }

    [Theory]
    [InlineData("team", "same a")]
    [InlineData("region", "create-replacement a, replace a, discard-replaced a")]
    public async Task A_replaced_provider_takes_along_only_what_it_says_itself(string setting, string steps)
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.ReplaceSettings.Add("region");
        await stack.UpAsync(With(new Wanted("own", ("team", "x"), ("region", "us"))));
        var changed = new Wanted("own", ("team", setting == "team" ? "y" : "x"), ("region", setting == "region" ? "eu" : "us"));
        var result = await stack.UpAsync(With(changed));
        Assert.Empty(result.Diagnostics);
        Assert.Contains(result.Plan.Steps, step => step.Name == "own" && step.Op == EmbeddedPulumi.Engine.Planning.StepOp.Replace);
        Assert.Equal(steps, string.Join(", ", TestStack.Steps(result)));
        Assert.Single(stack.Cloud.Resources);
    }

    private static Wanted Of(string version) => new("a") { Options = request => request.Version = version };

    /// <summary>A provider of the program that a change of its team replaces, too, and a resource of it.</summary>
    private static EmbeddedPulumi.Engine.Context.LaunchCommand With(Wanted provider) => FakeProgram.Of(async program =>
    {
        var own = await program.RegisterAsync(
            provider with { Type = "pulumi:providers:test", Options = request => request.ReplaceOnChanges.Add("team") });
        await program.RegisterAsync(
            new Wanted(
                "a")
            {
                Options = request =>
                    request.Provider = $"{own.Urn}::{(own.Id.Length == 0 ? EmbeddedPulumi.Protocol.Sentinels.Unknown : own.Id)}"
            });
        return null;
    });

    private static Task RegionAsync(TestStack stack, string region) => File.WriteAllTextAsync(
        Path.Combine(stack.Folder, "Pulumi.dev.yaml"), $"config:\n  test:region: {region}\n", TestContext.Current.CancellationToken);
}
