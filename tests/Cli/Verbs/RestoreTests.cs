using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Cli.Rehearsal;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>`restore`: what it shows, asks and refuses.</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private const string Bucket = "docs-a";
    private TestCheckout pipai = null!;

    [Fact]
    public async Task A_dry_run_shows_what_would_be_done_and_does_nothing()
    {
        using var s3 = await DeployAsync();
        await PutAsync(s3, "unchanged.md", "x");
        var before = await OverwrittenAsync(s3, "a.md", "b.md", "c.md", "d.md");
        await PutAsync(s3, "added.md", "x");
        var shown = (await pipai.RunAsync("restore", "primary", "--at", before, "--dry-run")).Ended(0);
        Approved.Text(shown.ToString());
        Assert.Equal("new a.md", await ContentAsync(s3, "a.md"));
    }

    [Fact]
    public async Task It_puts_back_tells_how_far_it_is_and_has_nothing_to_do_a_second_time()
    {
        using var s3 = await DeployAsync();
        await PutAsync(s3, "unchanged.md", "x");
        var before = await OverwrittenAsync(s3, "a.md", "b.md");
        await PutAsync(s3, "added.md", "x");
        var done = (await pipai.RunAsync("restore", $"s3://{Bucket}", "--at", before, "--yes")).Ended(0);
        var again = (await pipai.RunAsync("restore", $"s3://{Bucket}", "--at", before, "--yes")).Ended(0);
        Approved.Text($"{done}{again}");
        Assert.Equal("old a.md", await ContentAsync(s3, "a.md"));
    }

    [Fact]
    public async Task As_JSON_every_key_is_there_with_the_version_that_comes_back()
    {
        using var s3 = await DeployAsync();
        var before = await OverwrittenAsync(s3, "a.md", "b.md");
        var plan = (await pipai.RunAsync("restore", "us-east-1/a.md", "--at", before, "--dry-run", "--json")).Ended(0).Json;
        Assert.Equal("s3://docs-a/a.md", plan.GetProperty("source").GetString());
        var copy = plan.GetProperty("copy").EnumerateArray().Single();
        Assert.Equal(("a.md", 8), (copy.GetProperty("key").GetString(), copy.GetProperty("size").GetInt32()));
        Assert.Equal(JsonValueKind.Null, plan.GetProperty("result").ValueKind);

        var done = (await pipai.RunAsync("restore", "us-east-1/a.md", "--at", before, "--yes", "--json")).Ended(0).Json;
        Assert.Equal(1, done.GetProperty("result").GetProperty("copied").GetInt32());
        Assert.Equal(JsonValueKind.Number, done.GetProperty("result").GetProperty("took").ValueKind);
        Assert.Equal(("old a.md", "new b.md"), (await ContentAsync(s3, "a.md"), await ContentAsync(s3, "b.md")));
    }

    [Fact]
    public async Task Only_a_yes_is_a_yes_and_where_nobody_can_be_asked_the_whole_command_is_given()
    {
        using var s3 = await DeployAsync();
        var before = await OverwrittenAsync(s3, "a.md");
        var declined = (await pipai.AnsweringAsync("no", "restore", "primary", "--at", before)).Ended(8);
        Assert.EndsWith("Write this into docs-a? [yes/no] ", declined.Errors, StringComparison.Ordinal);
        var alone = (await pipai.RunAsync("restore", "primary/a b/", "--at", before)).Ended(2);
        Assert.EndsWith(
            $"    ./pipai restore 'primary/a b/' --at {before} --stack prod --yes\n", alone.Errors, StringComparison.Ordinal);
        Assert.Equal("new a.md", await ContentAsync(s3, "a.md"));
        (await pipai.AnsweringAsync("yes", "restore", "primary", "--at", before)).Ended(0);
        Assert.Equal("old a.md", await ContentAsync(s3, "a.md"));
    }

    [Theory]
    [InlineData("'s3://others' is in no bucket of 'prod'; there are docs-a (us-east-1).", "s3://others", "1m")]
    [InlineData("'soon' is no time with a zone, such as ", "primary", "soon")]
    [InlineData("'2126-01-01T00:00:00Z' is in the future: it is ", "primary", "2126-01-01T00:00:00Z")]
    [InlineData("'primary/one' is one key, and s3://docs-a/x/ is many: end it with a slash.", "primary/x/", "1m", "--to", "primary/one")]
    public async Task What_cannot_be_meant_is_refused_with_what_can(string message, string what, string at, params string[] more)
    {
        using var s3 = await DeployAsync();
        var refused = (await pipai.RunAsync(["restore", what, "--at", at, "--dry-run", .. more])).Ended(2);
        Assert.Contains($"error: {message}", refused.Errors, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
    }

    public async ValueTask InitializeAsync() => pipai = await TestCheckout.CreateAsync();

    public async ValueTask DisposeAsync() => await pipai.DisposeAsync();

    private async Task<AmazonS3Client> DeployAsync()
    {
        pipai.Width = 80;
        var platform = await ScriptedPlatform.DeployAsync(pipai);
        var s3 = RehearsalAccess.To(platform.Endpoints).S3("us-east-1");
        await s3.PutBucketVersioningAsync(
            new() { BucketName = Bucket, VersioningConfig = new() { Status = VersionStatus.Enabled } },
            TestContext.Current.CancellationToken);
        return s3;
    }

    /// <summary>Writes objects, and writes them again later.</summary>
    /// <returns>A time between.</returns>
    private static async Task<string> OverwrittenAsync(AmazonS3Client s3, params string[] keys)
    {
        foreach (var key in keys) await PutAsync(s3, key, $"old {key}");
        var last = await WrittenAsync(s3, keys[^1]);
        // What is written in the same millisecond would be of that time, too.
        do foreach (var key in keys) await PutAsync(s3, key, $"new {key}");
        while (await WrittenAsync(s3, keys[0]) <= last);
        return last.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", null);
    }

    private static Task<PutObjectResponse> PutAsync(AmazonS3Client s3, string key, string content) => s3.PutObjectAsync(
        new PutObjectRequest { BucketName = Bucket, Key = key, ContentBody = content }, TestContext.Current.CancellationToken);

    private static async Task<DateTime> WrittenAsync(AmazonS3Client s3, string key) =>
        (await s3.ListVersionsAsync(new ListVersionsRequest { BucketName = Bucket, Prefix = key }, TestContext.Current.CancellationToken))
            .Versions[0].LastModified!.Value.ToUniversalTime();

    private static async Task<string> ContentAsync(AmazonS3Client s3, string key)
    {
        using var answer = await s3.GetObjectAsync(Bucket, key, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(answer.ResponseStream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
