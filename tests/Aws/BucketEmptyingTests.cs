using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Providers.Aws.S3;

namespace PipAi.Aws.Tests;

/// <summary>What <c>forceDestroy</c> leaves of a bucket's content: nothing, however it came there.</summary>
public sealed class BucketEmptyingTests(AwsCloud cloud) : IClassFixture<AwsCloud>
{
    [Fact]
    public async Task Versions_markers_and_unfinished_uploads_are_gone()
    {
        var (s3, cancellation) = (cloud.Client("us-east-1"), TestContext.Current.CancellationToken);
        await s3.PutBucketAsync("full", cancellation);
        await s3.PutBucketVersioningAsync(
            new() { BucketName = "full", VersioningConfig = new() { Status = VersionStatus.Enabled } }, cancellation);
        foreach (var key in (string[])["a", "a", "b", "ä/c"])
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = "full", Key = key, ContentBody = "x" }, cancellation);
        await s3.DeleteObjectAsync("full", "b", cancellation);
        foreach (var key in (string[])["a", "a", "d"])
            await s3.InitiateMultipartUploadAsync(new() { BucketName = "full", Key = key }, cancellation);

        await BucketEmptying.RunAsync(s3, "full", cancellation);

        Assert.Empty((await s3.ListVersionsAsync(new ListVersionsRequest { BucketName = "full" }, cancellation)).Versions ?? []);
        Assert.Empty(
            (await s3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = "full" }, cancellation)).MultipartUploads
                ?? []);
    }

    [Fact]
    public async Task A_bucket_that_is_gone_is_empty() =>
        await BucketEmptying.RunAsync(cloud.Client("us-east-1"), "never-made", TestContext.Current.CancellationToken);
}
