using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Tests.VendorTools;

/// <summary>AWS's own command line, unmodified, with the variables of <c>cloud env</c> and nothing else.</summary>
public sealed class AwsToolTests(LocalAws cloud) : IClassFixture<LocalAws>
{
    private const string East = "us-east-1";

    [Fact]
    public async Task It_knows_who_it_is() =>
        Assert.Equal("000000000000", (string?)JsonNode.Parse(await AwsAsync("sts", "get-caller-identity"))!["Account"]);

    [Fact]
    public async Task Versions_are_listed_read_and_deleted()
    {
        var bucket = await cloud.BucketAsync(East);
        await File.WriteAllTextAsync(cloud["one"], "one");
        await File.WriteAllTextAsync(cloud["two"], "two");
        await AwsAsync("s3api", "put-bucket-versioning", "--bucket", bucket, "--versioning-configuration", "Status=Enabled");
        var first =
            (string)JsonNode.Parse(
                await AwsAsync("s3api", "put-object", "--bucket", bucket, "--key", "a/doc 1", "--body", cloud["one"]))!["VersionId"]!;
        await AwsAsync("s3", "cp", cloud["two"], $"s3://{bucket}/a/doc 1");

        var versions =
            JsonNode.Parse(await AwsAsync("s3api", "list-object-versions", "--bucket", bucket, "--prefix", "a/"))!["Versions"]!.AsArray();
        await AwsAsync("s3api", "get-object", "--bucket", bucket, "--key", "a/doc 1", "--version-id", first, cloud["back"]);
        await AwsAsync("s3api", "delete-object", "--bucket", bucket, "--key", "a/doc 1", "--version-id", first);
        var marker = JsonNode.Parse(await AwsAsync("s3api", "delete-object", "--bucket", bucket, "--key", "a/doc 1"))!;

        Assert.Equal(2, versions.Count);
        Assert.Equal("one", await File.ReadAllTextAsync(cloud["back"]));
        Assert.True((bool)marker["DeleteMarker"]!);
        Assert.DoesNotContain("doc", (await cloud.RunAsync(Tool.Aws, ["s3", "ls", $"s3://{bucket}/a/"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_file_goes_up_in_parts_and_comes_back_whole()
    {
        var bucket = await cloud.BucketAsync(East);
        var content = new byte[17 << 20];
        new Random(3).NextBytes(content);
        await File.WriteAllBytesAsync(cloud["large"], content);

        await AwsAsync("s3", "cp", cloud["large"], $"s3://{bucket}/large", "--only-show-errors");
        await AwsAsync("s3", "cp", $"s3://{bucket}/large", $"s3://{bucket}/copy", "--only-show-errors");
        await AwsAsync("s3", "cp", $"s3://{bucket}/copy", cloud["large-back"], "--only-show-errors");

        var head = JsonNode.Parse(await AwsAsync("s3api", "head-object", "--bucket", bucket, "--key", "large"))!;
        Assert.EndsWith("-3\"", (string)head["ETag"]!, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(cloud["large-back"]));
    }

    [Fact]
    public async Task A_folder_is_synchronised_both_ways_and_what_is_gone_is_deleted()
    {
        var bucket = await cloud.BucketAsync(East);
        Directory.CreateDirectory(cloud["tree/b c"]);
        await File.WriteAllTextAsync(cloud["tree/a.txt"], "a");
        await File.WriteAllTextAsync(cloud["tree/b c/ü+.txt"], "u");

        await AwsAsync("s3", "sync", cloud["tree"], $"s3://{bucket}/t");
        Assert.Empty((await AwsAsync("s3", "sync", cloud["tree"], $"s3://{bucket}/t")).Trim());
        await AwsAsync("s3", "sync", $"s3://{bucket}/t", cloud["tree-back"]);
        Assert.Equal("u", await File.ReadAllTextAsync(cloud["tree-back/b c/ü+.txt"]));
        File.Delete(cloud["tree/a.txt"]);
        await AwsAsync("s3", "sync", cloud["tree"], $"s3://{bucket}/t", "--delete");

        Assert.DoesNotContain("a.txt", await AwsAsync("s3", "ls", $"s3://{bucket}", "--recursive"), StringComparison.Ordinal);
        await AwsAsync("s3", "rb", $"s3://{bucket}", "--force");
        Assert.DoesNotContain(bucket, await AwsAsync("s3", "ls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_presigned_link_reads()
    {
        var bucket = await cloud.BucketAsync("us-west-2");
        await File.WriteAllTextAsync(cloud["linked"], "linked");
        await AwsAsync("s3", "cp", cloud["linked"], $"s3://{bucket}/k", "--region", "us-west-2");
        var link = await AwsAsync("s3", "presign", $"s3://{bucket}/k", "--region", "us-west-2");
        using var http = new HttpClient();
        if (link.Contains("AWSAccessKeyId=", StringComparison.Ordinal))
        {
            // Version 1 signs links as S3 has refused them for new buckets since 2020, unless it is told otherwise.
            var refused = await http.GetAsync(new Uri(link.Trim()), TestContext.Current.CancellationToken);
            Assert.Contains(
                "AWS4-HMAC-SHA256", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
            await AwsAsync("configure", "set", "default.s3.signature_version", "s3v4");
            link = await AwsAsync("s3", "presign", $"s3://{bucket}/k", "--region", "us-west-2");
        }

        Assert.Equal("linked", await http.GetStringAsync(new Uri(link.Trim()), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_not_offered_is_refused_by_its_name()
    {
        var bucket = await cloud.BucketAsync(East);
        await File.WriteAllTextAsync(cloud["any"], "any");
        var refused = await cloud.RunAsync(Tool.Aws, ["s3", "cp", cloud["any"], $"s3://{bucket}/k", "--storage-class", "GLACIER"]);
        Assert.NotEqual(0, refused.Code);
        Assert.Contains("GLACIER", refused.Errors, StringComparison.Ordinal);
    }

    private async Task<string> AwsAsync(params string[] arguments)
    {
        var run = await cloud.RunAsync(Tool.Aws, arguments);
        Assert.True(run.Code == 0, $"aws {string.Join(' ', arguments)} ended with {run.Code}:\n{run.Output}\n{run.Errors}");
        return run.Output;
    }
}
