using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3;

public sealed class ListingTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    [Fact]
    public async Task Keys_below_the_delimiter_are_rolled_up()
    {
        var (client, bucket) = await FilledAsync();

        var listed = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = "ls/", Delimiter = "/" });

        Assert.Equal(["ls/0/", "ls/1/", "ls/2/"], listed.CommonPrefixes);
        Assert.Equal(["ls/top"], listed.S3Objects.Select(o => o.Key));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public async Task Pages_hold_every_key_once(int size)
    {
        var (client, bucket) = await FilledAsync();
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = bucket, MaxKeys = size };
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request);
            keys.AddRange(page.S3Objects.Select(o => o.Key));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);

        Assert.Equal(10, keys.Count);
        Assert.Equal(keys.Order(StringComparer.Ordinal).Distinct(), keys);
    }

    [Fact]
    public async Task Pages_of_common_prefixes_go_on_behind_the_last_one()
    {
        var (client, bucket) = await FilledAsync();
        var request = new ListObjectsRequest { BucketName = bucket, Prefix = "ls/", Delimiter = "/", MaxKeys = 2 };

        var first = await client.ListObjectsAsync(request);
        request.Marker = first.NextMarker;
        var second = await client.ListObjectsAsync(request);

        Assert.Equal(["ls/0/", "ls/1/"], first.CommonPrefixes);
        Assert.Equal(("ls/1/", "ls/2/"), (first.NextMarker, Assert.Single(second.CommonPrefixes)));
        Assert.Equal(["ls/top"], second.S3Objects.Select(o => o.Key));
        Assert.False(second.IsTruncated);
    }

    [Fact]
    public async Task The_clients_paginator_reads_all()
    {
        var (client, bucket) = await FilledAsync();
        var count = 0;
        await foreach (var _ in client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = bucket, MaxKeys = 3 }).S3Objects)
            count++;
        Assert.Equal(10, count);
    }

    [Fact]
    public async Task Version_pages_hold_every_version_once()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync(versioned: true));
        var written = new List<string>();
        foreach (var key in new[] { "a", "b", "b", "b", "c" }) written.Add((await LocalS3.PutAsync(client, bucket, key, "x")).VersionId);
        written.Add((await client.DeleteObjectAsync(bucket, "b")).VersionId);

        var listed = new List<string>();
        var request = new ListVersionsRequest { BucketName = bucket, MaxKeys = 2 };
        ListVersionsResponse page;
        do
        {
            page = await client.ListVersionsAsync(request);
            listed.AddRange(page.Versions.Select(version => version.VersionId));
            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
        while (page.IsTruncated == true);

        Assert.Equal([written[0], written[5], written[3], written[2], written[1], written[4]], listed);
    }

    [Fact]
    public async Task Keys_come_in_the_order_of_their_utf8_bytes()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        foreach (var key in new[] { "\U0001F600", "\uFFFD", "z", "ä" }) await LocalS3.PutAsync(client, bucket, key, "x");
        var keys = (await client.ListObjectsV2Async(new() { BucketName = bucket })).S3Objects.Select(o => o.Key);
        Assert.Equal(["z", "ä", "\uFFFD", "\U0001F600"], keys);
    }

    [Fact]
    public async Task Many_objects_are_deleted_at_once()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync(versioned: true));
        await LocalS3.PutAsync(client, bucket, " ", "blank");
        await LocalS3.PutAsync(client, bucket, "b", "x");

        var result = await client.DeleteObjectsAsync(new DeleteObjectsRequest
        {
            BucketName = bucket,
            Objects = [new KeyVersion { Key = " " }, new KeyVersion { Key = "b" }, new KeyVersion { Key = "never-there" }],
        });

        Assert.Equal(3, result.DeletedObjects.Count);
        Assert.All(result.DeletedObjects, deleted => Assert.True(deleted.DeleteMarker));
        Assert.Null((await client.ListObjectsV2Async(new() { BucketName = bucket })).S3Objects);
    }

    [Fact]
    public async Task A_carriage_return_in_a_key_is_listed_as_one()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await LocalS3.PutAsync(client, bucket, "a\rb\r\nc", "x");
        Assert.Equal("a\rb\r\nc", Assert.Single((await client.ListObjectsV2Async(new() { BucketName = bucket })).S3Objects).Key);
        var encoded = await client.ListObjectsV2Async(new() { BucketName = bucket, Encoding = EncodingType.Url });
        Assert.Equal("a\rb\r\nc", Uri.UnescapeDataString(Assert.Single(encoded.S3Objects).Key));
        await client.DeleteObjectsAsync(new() { BucketName = bucket, Objects = [new KeyVersion { Key = "a\rb\r\nc" }] });
        Assert.Null((await client.ListObjectsV2Async(new() { BucketName = bucket })).S3Objects);
    }

    [Fact]
    public async Task A_list_of_versions_goes_on_behind_one_that_was_deleted_meanwhile()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync(versioned: true));
        for (var i = 0; i < 5; i++) await LocalS3.PutAsync(client, bucket, "k", "x");
        var (seen, request) = (0, new ListVersionsRequest { BucketName = bucket, MaxKeys = 2 });
        ListVersionsResponse page;
        do
        {
            page = await client.ListVersionsAsync(request);
            foreach (var version in page.Versions) await client.DeleteObjectAsync(bucket, version.Key, version.VersionId);
            seen += page.Versions.Count;
            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
        while (page.IsTruncated == true);

        Assert.Equal(5, seen);
        await client.DeleteBucketAsync(bucket);
    }

    [Theory]
    [InlineData("", "/", "a/ b c-1 c-2 d/")]
    [InlineData("a", "/", "a/")]
    [InlineData("a/", "/", "a/1/ a/2/ a/3")]
    [InlineData("", "-", "a/1/x a/1/y a/2/x a/3 b c- d/1 d/2")]
    [InlineData("", "", "a/1/x a/1/y a/2/x a/3 b c-1 c-2 d/1 d/2")]
    public async Task A_list_with_a_delimiter_holds_what_one_without_it_would_be_rolled_up_to(
        string prefix, string delimiter, string expected)
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync(versioned: true));
        foreach (var key in "a/1/x a/1/y a/2/x a/3 b c-1 c-2 d/1 d/2 e/1".Split(' ')) await LocalS3.PutAsync(client, bucket, key, "x");
        await client.DeleteObjectAsync(bucket, "e/1");
        foreach (var size in new[] { 1, 2, 1000 })
        {
            var (listed, request) =
                (new List<string>(),
                    new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, Delimiter = delimiter, MaxKeys = size });
            ListObjectsV2Response page;
            do
            {
                page = await client.ListObjectsV2Async(request);
                listed.AddRange([.. page.CommonPrefixes ?? [], .. (page.S3Objects ?? []).Select(o => o.Key)]);
                request.ContinuationToken = page.NextContinuationToken;
            }
            while (page.IsTruncated == true);

            Assert.Equal(expected.Split(' '), listed.Order(StringComparer.Ordinal));
        }
    }

    private async Task<(AmazonS3Client Client, string Bucket)> FilledAsync()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        for (var i = 0; i < 9; i++) await LocalS3.PutAsync(client, bucket, $"ls/{i % 3}/f{i:00}", "x");
        await LocalS3.PutAsync(client, bucket, "ls/top", "x");
        return (client, bucket);
    }
}
