namespace PipAi.EndToEnd.Tests;

/// <summary>How often a verb runs the real program, whose start takes longest of all that a plan takes.</summary>
public sealed class ProgramRunTests
{
    [Fact]
    public async Task The_plan_that_comes_before_the_local_cloud_is_the_one_that_is_confirmed()
    {
        using var checkout = new Checkout();
        var runs = checkout.NoteProgramRuns();
        using var pipai = new Pipai(checkout.Root) { IsApart = true };
        try
        {
            // It ends when its plan is known: there are changes, of course.
            var outcome = (await pipai.RunAsync("up", "--yes", "--expect-no-changes")).Ended(7);

            Assert.Contains("Local cloud of 'prod' started", outcome.Errors, StringComparison.Ordinal);
            Assert.Equal(["true"], await File.ReadAllLinesAsync(runs, TestContext.Current.CancellationToken));
        }
        finally
        {
            await pipai.RunAsync("cloud", "stop");
        }
    }
}
