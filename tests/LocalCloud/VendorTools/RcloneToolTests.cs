namespace PipAi.LocalCloud.Tests.VendorTools;

/// <summary>rclone, unmodified, with the variables of <c>cloud env</c> and nothing else.</summary>
public sealed class RcloneToolTests(LocalAws cloud) : IClassFixture<LocalAws>
{
    [Theory]
    [InlineData("us-east-1")]
    [InlineData("us-west-2")]
    public async Task A_folder_is_copied_checked_and_synchronised(string region)
    {
        var bucket = await cloud.BucketAsync(region);
        // rclone stays with the region of its remote; another one is said with the remote.
        var pipai = region == "us-east-1" ? "pipai:" : $"pipai,region={region}:";
        var (tree, remote) = (cloud[$"tree-{region}"], $"{pipai}{bucket}/t");
        Directory.CreateDirectory(Path.Combine(tree, "b c"));
        await File.WriteAllTextAsync(Path.Combine(tree, "a.txt"), "a");
        await File.WriteAllTextAsync(Path.Combine(tree, "b c", "ü+.txt"), "u");
        await File.WriteAllBytesAsync(Path.Combine(tree, "large"), new byte[12 << 20]);

        await RcloneAsync("copy", tree, remote, "--s3-upload-cutoff", "6M", "--s3-chunk-size", "5M");
        await RcloneAsync("check", tree, remote);
        await RcloneAsync("check", tree, remote, "--download");
        var listed = await RcloneAsync("ls", $"{pipai}{bucket}");
        File.Delete(Path.Combine(tree, "a.txt"));
        await RcloneAsync("sync", tree, remote);
        await RcloneAsync("copyto", $"{remote}/large", $"{remote}/large-copy");

        Assert.Contains("t/b c/ü+.txt", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("a.txt", await RcloneAsync("lsf", remote), StringComparison.Ordinal);
        Assert.Contains(bucket, await RcloneAsync("lsd", "pipai:"), StringComparison.Ordinal);
        await RcloneAsync("purge", $"{pipai}{bucket}");
        Assert.DoesNotContain(bucket, await RcloneAsync("lsd", "pipai:"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_versions_are_shown_and_cleaned_away()
    {
        var bucket = await cloud.BucketAsync("us-east-1");
        await RcloneAsync("backend", "versioning", $"pipai:{bucket}", "Enabled");
        foreach (var text in new[] { "one", "two" })
        {
            await File.WriteAllTextAsync(cloud["doc"], text);
            await RcloneAsync("copyto", cloud["doc"], $"pipai:{bucket}/doc.txt", "--ignore-times");
        }

        var versions = (await RcloneAsync("lsf", "--s3-versions", $"pipai:{bucket}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, versions.Length);
        var old = Assert.Single(versions, name => name != "doc.txt");
        Assert.Equal("one", await RcloneAsync("cat", "--s3-versions", $"pipai:{bucket}/{old}"));
        await RcloneAsync("backend", "cleanup-hidden", $"pipai:{bucket}");
        Assert.Equal("doc.txt", (await RcloneAsync("lsf", "--s3-versions", $"pipai:{bucket}")).Trim());
    }

    private async Task<string> RcloneAsync(params string[] arguments)
    {
        var run = await cloud.RunAsync(Tool.Rclone, [.. arguments, "--retries", "1", "--low-level-retries", "1"]);
        Assert.True(run.Code == 0, $"rclone {string.Join(' ', arguments)} ended with {run.Code}:\n{run.Output}\n{run.Errors}");
        return run.Output;
    }
}
