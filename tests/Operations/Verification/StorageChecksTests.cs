using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Verification;
using PipAi.Testing;

namespace PipAi.Operations.Tests.Verification;

/// <summary>Whether documents would survive: versions in every bucket, and each write in every other region as the same version.</summary>
public sealed class StorageChecksTests
{
    [Theory]
    [InlineData("Enabled", true, "versioning Enabled")]
    [InlineData("Suspended", false, "versioning Suspended")]
    [InlineData("", false, "versioning Off")]
    public async Task A_bucket_passes_that_keeps_versions(string status, bool passed, string evidence)
    {
        await using var s3 = await ScriptedS3.StartAsync();
        using var time = new HurriedTime();
        foreach (var bucket in (string[])["docs-a", "docs-b", "docs-c"]) s3.Versioning[bucket] = "Enabled";
        s3.Versioning["docs-c"] = status;
        var results = (await Checks(s3, time).VersioningAsync(TestContext.Current.CancellationToken)).ToList();
        Assert.Equal(3, results.Count);
        var last = results.Single(result => result.Name == "docs-c (us-west-2) keeps versions");
        Assert.Equal((passed, evidence), (last.Passed, last.Evidence));
        Assert.All(results.Where(result => result != last), result => Assert.True(result.Passed));
    }

    [Fact]
    public async Task A_write_in_the_primary_region_is_seen_in_every_other_as_the_same_version_and_leaves_nothing()
    {
        await using var s3 = await ScriptedS3.StartAsync();
        using var time = new HurriedTime();
        s3.Shown["docs-a"] = "v1";
        s3.Shown["docs-c"] = "v1";
        var results = (await Checks(s3, time).CanaryAsync(TestContext.Current.CancellationToken)).ToList();
        Assert.Equal(
            [
                "an object written in us-east-2 is readable in us-east-1", "an object written in us-east-2 is readable in us-west-2",
            ],
            results.Select(result => result.Name).Order());
        Assert.All(results, result => Assert.True(result.Passed, result.Evidence));
        Assert.Equal("PUT docs-b", s3.Changes.First());
        Assert.Equal(["DELETE docs-a v1", "DELETE docs-b v1", "DELETE docs-c v1"], s3.Changes.Skip(1).Order());
    }

    [Fact]
    public async Task A_copy_that_is_another_version_fails_and_is_removed_nonetheless()
    {
        await using var s3 = await ScriptedS3.StartAsync();
        using var time = new HurriedTime();
        s3.Shown["docs-a"] = "v1";
        s3.Shown["docs-c"] = "v0";
        var results = (await Checks(s3, time).CanaryAsync(TestContext.Current.CancellationToken)).ToList();
        var failed = Assert.Single(results, result => !result.Passed);
        Assert.Contains("us-west-2", failed.Name, StringComparison.Ordinal);
        Assert.EndsWith("version another", failed.Evidence, StringComparison.Ordinal);
        Assert.Equal(4, s3.Changes.Count);
    }

    [Fact]
    public async Task A_copy_that_does_not_come_fails_after_half_a_minute()
    {
        await using var s3 = await ScriptedS3.StartAsync();
        using var time = new HurriedTime();
        s3.Shown["docs-a"] = "v1";
        var results = (await Checks(s3, time).CanaryAsync(TestContext.Current.CancellationToken)).ToList();
        Assert.Equal("not there after 30 s", Assert.Single(results, result => !result.Passed).Evidence);
        Assert.Equal(4, s3.Changes.Count);
    }

    private static StorageChecks Checks(ScriptedS3 s3, TimeProvider time) => new(SampleOutputs.Parsed(), s3.Access, time);
}
