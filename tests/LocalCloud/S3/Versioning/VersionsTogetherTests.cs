using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3.Versioning;

/// <summary>
/// What ceph/s3-tests checks of versions in lists and deletions of many, and when many write at once, by scenario; each names the function
/// that it comes from.
/// </summary>
public sealed class VersionsTogetherTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    private readonly AmazonS3Client client = s3.Client();

    // test_versioning_obj_list_marker
    [Fact]
    public async Task Keys_are_listed_in_order_and_the_versions_of_each_newest_first()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        var (first, second) = (new VersionedKey(client, bucket, "testobj"), new VersionedKey(client, bucket, "testobj-1"));
        await first.WriteAsync(5);
        await second.WriteAsync(5);
        var listed = (await client.ListVersionsAsync(bucket)).Versions;
        Assert.Equal(
            [.. first.Ids.Reverse().Select(id => ("testobj", id)), .. second.Ids.Reverse().Select(id => ("testobj-1", id))],
            listed.Select(version => (version.Key, version.VersionId)));
        await first.VerifyAsync();
        await second.VerifyAsync();
    }

    // test_bucket_list_return_data_versioning
    [Fact]
    public async Task A_list_of_versions_says_the_same_as_each_object()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        foreach (var key in (string[])["bar", "baz", "foo"]) await LocalS3.PutAsync(client, bucket, key, key);
        foreach (var version in (await client.ListVersionsAsync(bucket)).Versions)
        {
            var (head, acl) =
                (await client.GetObjectMetadataAsync(bucket, version.Key),
                    await client.GetObjectAclAsync(new GetObjectAclRequest { BucketName = bucket, Key = version.Key }));
            Assert.Equal(
                (head.ETag, head.ContentLength, head.VersionId, acl.Owner.Id),
                (version.ETag, version.Size!.Value, version.VersionId, version.Owner.Id));
            Assert.InRange(
                (head.LastModified!.Value.ToUniversalTime() - version.LastModified!.Value.ToUniversalTime()).Duration().TotalSeconds, 0, 1);
        }
    }

    // test_versioning_multi_object_delete, test_versioning_multi_object_delete_with_marker
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_versions_go_at_once_and_going_again_is_no_error(bool withMarker)
    {
        var bucket = await s3.BucketAsync(versioned: true);
        var key = new VersionedKey(client, bucket, "key");
        await key.WriteAsync(2);
        List<KeyVersion> objects = [.. key.Ids.Select(id => new KeyVersion { Key = "key", VersionId = id })];
        if (withMarker) objects.Add(new KeyVersion { Key = "key", VersionId = (await client.DeleteObjectAsync(bucket, "key")).VersionId });
        for (var i = 0; i < 2; i++)
        {
            var answer = await client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = bucket, Objects = objects });
            Assert.Equal(objects.Count, answer.DeletedObjects.Count);
            Assert.Null((await client.ListVersionsAsync(bucket)).Versions);
        }
    }

    // test_versioning_multi_object_delete_with_marker_create
    [Fact]
    public async Task A_deletion_of_many_leaves_markers_and_tells_them()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        var deleted = Assert.Single(
            (await client.DeleteObjectsAsync(
                new DeleteObjectsRequest { BucketName = bucket, Objects = [new KeyVersion { Key = "key" }] })).DeletedObjects);
        var marker = Assert.Single((await client.ListVersionsAsync(bucket)).Versions);
        Assert.Equal(("key", marker.VersionId), (marker.Key, deleted.DeleteMarkerVersionId));
        Assert.True(marker.IsDeleteMarker == true && deleted.DeleteMarker == true);
    }

    // test_versioning_concurrent_multi_object_delete
    [Fact]
    public async Task The_same_deletion_of_many_at_the_same_time_succeeds_for_all()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        foreach (var key in Enumerable.Range(0, 5)) await new VersionedKey(client, bucket, $"key_{key}").WriteAsync(3);
        List<KeyVersion> objects = [.. (await client.ListVersionsAsync(bucket)).Versions.Select(
            version => new KeyVersion { Key = version.Key, VersionId = version.VersionId })];
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(
                _ => client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = bucket, Objects = objects })));
        Assert.All(answers, answer => Assert.Equal((15, 0), (answer.DeletedObjects.Count, answer.DeleteErrors?.Count ?? 0)));
        Assert.Null((await client.ListVersionsAsync(bucket)).Versions);
    }

    // test_versioned_concurrent_object_create_concurrent_remove
    [Fact]
    public async Task Each_of_many_writes_at_once_makes_a_version_and_all_can_go_at_once()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 5).Select(i => LocalS3.PutAsync(client, bucket, "myobj", $"data {i}")));
            var versions = (await client.ListVersionsAsync(bucket)).Versions;
            Assert.Equal(5, versions.Select(version => version.VersionId).Distinct().Count());
            await Task.WhenAll(versions.Select(version => client.DeleteObjectAsync(bucket, "myobj", version.VersionId)));
            Assert.Null((await client.ListVersionsAsync(bucket)).Versions);
        }
    }

    // test_versioned_concurrent_object_create_and_remove
    [Fact]
    public async Task What_is_written_while_versions_are_removed_is_not_lost()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        async Task<HashSet<string>> ClearAsync()
        {
            var versions = (await client.ListVersionsAsync(bucket)).Versions ?? [];
            await Task.WhenAll(versions.Select(version => client.DeleteObjectAsync(bucket, "myobj", version.VersionId)));
            return [.. versions.Select(version => version.VersionId)];
        }

        var writes = Enumerable.Range(0, 9).Select(i => LocalS3.PutAsync(client, bucket, "myobj", $"data {i}")).ToList();
        var cleared = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ClearAsync()));
        var written = (await Task.WhenAll(writes)).Select(write => write.VersionId);
        var left = await ClearAsync();
        Assert.Equal(
            written.Order(StringComparer.Ordinal), cleared.Append(left).SelectMany(ids => ids).Distinct().Order(StringComparer.Ordinal));
        Assert.Null((await client.ListVersionsAsync(bucket)).Versions);
    }

    // test_get_versioned_object_attributes
    [Fact]
    public async Task Attributes_are_those_of_the_version_that_is_asked_for()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        var put = await LocalS3.PutAsync(client, bucket, "obj", "foo");
        await LocalS3.PutAsync(client, bucket, "obj", "longer");
        var read = await client.GetObjectAttributesAsync(new GetObjectAttributesRequest
        {
            BucketName = bucket,
            Key = "obj",
            VersionId = put.VersionId,
            ObjectAttributes = [ObjectAttributes.ETag, ObjectAttributes.ObjectSize, ObjectAttributes.StorageClass],
        });
        Assert.Equal(
            (put.VersionId, 3, put.ETag.Trim('"'), "STANDARD"),
            (read.VersionId, (int)read.ObjectSize!, read.ETag, read.StorageClass.Value));
    }
}
