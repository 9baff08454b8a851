using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Verification;
using PipAi.Testing;

namespace PipAi.Operations.Tests.Verification;

/// <summary>Whether documents would survive: versions in every bucket, and each write in every other region as the same version.</summary>
public sealed class StorageChecksTests
{
    private static readonly string[] Buckets = ["docs-a", "docs-b", "docs-c"];
    private static readonly string[] Regions = ["us-east-1", "us-east-2", "us-west-2"];

    [Theory]
    [InlineData("Enabled", true, "versioning Enabled")]
    [InlineData("Suspended", false, "versioning Suspended")]
    [InlineData("", false, "versioning Off")]
    public async Task A_bucket_passes_that_keeps_versions(string status, bool passed, string evidence)
    {
        await using var s3 = await ScriptedS3.StartAsync();
        using var time = new HurriedTime();
        foreach (var bucket in Buckets) s3.Versioning[bucket] = "Enabled";
        s3.Versioning["docs-c"] = status;
        var results = (await Checks(s3, time).VersioningAsync(TestContext.Current.CancellationToken)).ToList();
        Assert.Equal(3, results.Count);
        var last = results.Single(result => result.Name == "docs-c (us-west-2) keeps versions");
        Assert.Equal((passed, evidence), (last.Passed, last.Evidence));
        Assert.All(results.Where(result => result != last), result => Assert.True(result.Passed));
    }

    [Fact]
    public async Task A_write_in_each_region_is_seen_in_every_other_as_the_same_version_and_leaves_nothing()
    {
        await using var s3 = await ScriptedS3.StartAsync();
        using var time = new HurriedTime();
        foreach (var bucket in Buckets) s3.Shown[bucket] = "v1";
        var results = (await Checks(s3, time).CanaryAsync(TestContext.Current.CancellationToken)).ToList();
        Assert.Equal(
            from written in Regions
            from read in Regions
            where written != read
            select $"an object written in {written} is readable in {read}",
            results.Select(result => result.Name).Order(StringComparer.Ordinal));
        Assert.All(results, result => Assert.True(result.Passed, result.Evidence));
        Assert.Equal(
            Buckets.SelectMany(bucket => Enumerable.Repeat($"DELETE {bucket} v1", 3)),
            s3.Changes.Where(change => change.StartsWith("DELETE", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["PUT docs-a", "PUT docs-b", "PUT docs-c"],
            s3.Changes.Where(change => change.StartsWith("PUT", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_copy_that_is_another_version_fails_and_is_removed_nonetheless()
    {
        await using var s3 = await ScriptedS3.StartAsync();
        using var time = new HurriedTime();
        foreach (var bucket in Buckets) s3.Shown[bucket] = "v1";
        s3.Shown["docs-c"] = "v0";
        var failed = (await Checks(s3, time).CanaryAsync(TestContext.Current.CancellationToken)).Where(result => !result.Passed).ToList();
        Assert.Equal(2, failed.Count);
        Assert.All(failed, result => Assert.EndsWith(" is readable in us-west-2", result.Name, StringComparison.Ordinal));
        Assert.All(failed, result => Assert.EndsWith("version another", result.Evidence, StringComparison.Ordinal));
        Assert.Equal(12, s3.Changes.Count);
    }

    [Fact]
    public async Task A_copy_that_does_not_come_fails_after_half_a_minute()
    {
        await using var s3 = await ScriptedS3.StartAsync();
        using var time = new HurriedTime();
        (s3.Shown["docs-a"], s3.Shown["docs-b"]) = ("v1", "v1");
        var failed = (await Checks(s3, time).CanaryAsync(TestContext.Current.CancellationToken)).Where(result => !result.Passed).ToList();
        Assert.Equal(2, failed.Count);
        Assert.All(failed, result => Assert.Equal("not there after 30 s", result.Evidence));
        Assert.Equal(12, s3.Changes.Count);
    }

    private static StorageChecks Checks(ScriptedS3 s3, TimeProvider time) => new(SampleOutputs.Parsed(), s3.Access, time);
}
