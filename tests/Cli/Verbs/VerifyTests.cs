using PipAi.Cli.Rehearsal;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>`verify`: parts of it, again and again, and how it ends.</summary>
public sealed class VerifyTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;

    [Fact]
    public async Task Only_the_parts_that_are_named_are_looked_at_and_what_fails_decides_how_it_ends()
    {
        var platform = await ScriptedPlatform.DeployAsync(pipai);
        var storage = (await pipai.RunAsync("verify", "--area", "storage")).Ended(4);
        Assert.Equal("1 of 1 checks do not hold.\n", storage.Output);
        Assert.Equal(
            "Verifying (prod):\nstorage\n FAIL docs-a (us-east-1) keeps versions (expected versioning Enabled; found versioning Off)\n"
                + "        ./pipai up --refresh --stack prod\n",
            storage.Errors);
        // No worker polls, but nothing that was declared is missing.
        (await pipai.RunAsync("verify", "--area", "temporal")).Ended(1);
        using var s3 = RehearsalAccess.To(platform.Endpoints).S3("us-east-1");
        await s3.PutBucketVersioningAsync(
            new() { BucketName = "docs-a", VersioningConfig = new() { Status = "Enabled" } }, TestContext.Current.CancellationToken);
        Assert.Equal("All 1 checks hold.\n", (await pipai.RunAsync("verify", "--area", "storage")).Ended(0).Output);
        (await pipai.RunAsync("verify", "--area", "weather")).Ended(2);
    }

    [Fact]
    public async Task As_JSON_every_check_says_what_was_expected_and_what_was_found()
    {
        await ScriptedPlatform.DeployAsync(pipai);
        var check = (await pipai.RunAsync("verify", "--area", "storage", "--json")).Ended(4).Json.GetProperty("checks")[0];
        Assert.Equal(
            ["area", "name", "passed", "evidence", "mend", "expected", "found", "adoption"],
            check.EnumerateObject().Select(property => property.Name));
        Assert.Equal("versioning Enabled", check.GetProperty("expected").GetString());
        Assert.Equal("versioning Off", check.GetProperty("found").GetString());
    }

    [Fact]
    public async Task Watched_by_a_log_it_has_a_line_each_time_and_ends_with_an_interrupt()
    {
        await ScriptedPlatform.DeployAsync(pipai);
        using var time = new HurriedTime();
        pipai.Time = time;
        var watching = pipai.RunAsync("verify", "--area", "storage", "--watch", "30");
        await pipai.UntilAsync(shown => shown.Split("checks do not hold.").Length > 2);
        pipai.Interrupt();
        var watched = (await watching).Ended(0);
        Assert.Matches(
            @"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ prod: 1 of 1 checks do not hold\.\nstorage\n FAIL docs-a .*\n        \./pipai up .*\n){2,}$",
            watched.Output);
        (await pipai.RunAsync("verify", "--watch", "--json")).Ended(2);
    }

    public async ValueTask InitializeAsync() => pipai = await TestCheckout.CreateAsync();

    public async ValueTask DisposeAsync() => await pipai.DisposeAsync();
}
