namespace PipAi.EndToEnd.Tests.StockCli;

/// <summary>
/// What the README tells a user of the stock Pulumi CLI to do, done: `cloud env`, `stack init`, and then `pulumi` alone, which builds
/// the program and our plugins itself; in between, `pipai` works on the same stack.
/// </summary>
[Collection(SourceCheckout.Collection)]
public sealed class StockCliStoryTests : IDisposable
{
    private const string Stack = "staging";
    private readonly Pipai pipai;

    public StockCliStoryTests(SourceCheckout checkout)
    {
        checkout.Restore();
        pipai = new Pipai(checkout.Root);
    }

    [Fact]
    public async Task The_stock_cli_deploys_changes_refreshes_and_destroys_a_stack_that_pipai_knows_too()
    {
        Pulumi.Require();
        try
        {
            var pulumi = await Pulumi.OfAsync(pipai, Stack);
            await DoneAsync(pulumi, "stack", "init", Stack);
            await HasSamePlanAsync(pulumi, Stack);
            await DoneAsync(pulumi, "stack", "init", "prod");
            await HasSamePlanAsync(pulumi, "prod");
            await DeployAsync(pulumi);
            await ChangeAsync(pulumi);
            await DoneAsync(pulumi, "refresh", "--yes", "--expect-no-changes");
            await DoneAsync(pulumi, "destroy", "--yes", "--skip-preview");
            Assert.False(
                (await pulumi.RunAsync("stack", "export")).Ended(0).Json.GetProperty("deployment").TryGetProperty("resources", out _));
        }
        finally
        {
            await pipai.RunAsync("destroy", "--yes", "--stack", Stack);
        }
    }

    public void Dispose() => pipai.Dispose();

    private async Task DeployAsync(Pulumi pulumi)
    {
        await DoneAsync(pulumi, "up", "--yes", "--skip-preview");
        await DoneAsync(pulumi, "up", "--yes", "--skip-preview", "--expect-no-changes");
        // As on what is deployed for real: the outputs are the Pulumi CLI's, the addresses and credentials those of the environment.
        var verify = pulumi.Within(pipai.Start("verify", "--live", "--stack", Stack, "--json"));
        var checks = (await Command.RunAsync(verify)).Ended(0).Json;
        Assert.NotEmpty(checks.GetProperty("checks").EnumerateArray());
        (await pipai.RunAsync("up", "--yes", "--skip-verify", "--expect-no-changes", "--stack", Stack)).Ended(0);
    }

    private async Task ChangeAsync(Pulumi pulumi)
    {
        await DoneAsync(pulumi, "config", "set", "pip-ai:drainSeconds", "31");
        await HasSamePlanAsync(pulumi, Stack);
        await DoneAsync(pulumi, "up", "--yes", "--skip-preview");
        (await pipai.RunAsync("up", "--yes", "--skip-verify", "--expect-no-changes", "--stack", Stack)).Ended(0);
        (await pipai.RunAsync("config", "set", "drainSeconds", "32", "--stack", Stack)).Ended(0);
        (await pipai.RunAsync("up", "--yes", "--skip-verify", "--stack", Stack)).Ended(0);
        await HasSamePlanAsync(pulumi, Stack, "--expect-no-changes");
    }

    /// <summary>The same settings, the same steps for the same resources with all that is known of them, and the same count.</summary>
    private async Task HasSamePlanAsync(Pulumi pulumi, string stack, params string[] more)
    {
        var theirs = (await DoneAsync(pulumi, ["preview", "--json", "--stack", stack, .. more])).Json;
        var ours = (await pipai.RunAsync(["preview", "--json", "--stack", stack, .. more])).Ended(0).Json;
        Assert.Equal(StockPlan.Counts(theirs), StockPlan.Counts(ours));
        Assert.Equal(StockPlan.Config(theirs), StockPlan.Config(ours));
        Assert.Equal(StockPlan.Lines(theirs), StockPlan.Lines(ours));
    }

    /// <summary>It ends well and warns of nothing.</summary>
    private static async Task<Outcome> DoneAsync(Pulumi pulumi, params string[] arguments)
    {
        var outcome = (await pulumi.RunAsync(arguments)).Ended(0);
        Assert.DoesNotContain("warning:", outcome.Output + outcome.Errors, StringComparison.Ordinal);
        return outcome;
    }
}
