using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3.Versioning;

/// <summary>What ceph/s3-tests checks of versions of one object, by scenario; each names the function that it comes from.</summary>
public sealed class VersionScenarioTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    private readonly AmazonS3Client client = s3.Client();

    // test_versioning_bucket_create_suspend
    [Fact]
    public async Task Versioning_is_off_until_it_is_said_and_never_off_again()
    {
        var bucket = await s3.BucketAsync();
        Assert.DoesNotContain(
            (await client.GetBucketVersioningAsync(bucket)).VersioningConfig.Status?.Value, (string[])["Enabled", "Suspended"]);
        foreach (var status in (VersionStatus[])[
            VersionStatus.Suspended,
            VersionStatus.Enabled,
            VersionStatus.Enabled,
            VersionStatus.Suspended,
        ])
        {
            await s3.SetVersioningAsync(bucket, "us-east-1", status);
            Assert.Equal(status, (await client.GetBucketVersioningAsync(bucket)).VersioningConfig.Status);
        }
    }

    // test_versioning_obj_create_read_remove, test_versioning_obj_create_versions_remove_all
    [Theory]
    [InlineData(5, -1, 0)]
    [InlineData(5, 0, 0)]
    [InlineData(5, 1, 0)]
    [InlineData(5, 4, -1)]
    [InlineData(5, 3, 3)]
    [InlineData(10, 0, 1)]
    public async Task Versions_are_removed_in_any_order(int count, int first, int step)
    {
        var bucket = await s3.BucketAsync(versioned: true);
        var key = new VersionedKey(client, bucket, "testobj");
        await key.WriteAsync(count);
        for (var i = 0; i < count; i++) await key.RemoveAsync(first + (i * step));
        await client.DeleteBucketAsync(bucket);
    }

    // test_versioning_obj_create_versions_remove_special_names
    [Theory]
    [InlineData("_testobj")]
    [InlineData("_")]
    [InlineData(":")]
    [InlineData(" ")]
    public async Task Odd_names_have_versions_too(string name)
    {
        var bucket = await s3.BucketAsync(versioned: true);
        var key = new VersionedKey(client, bucket, name);
        await key.WriteAsync(4);
        for (var i = 0; i < 4; i++) await key.RemoveAsync(i);
    }

    // test_versioning_obj_create_read_remove_head
    [Fact]
    public async Task The_version_below_comes_up_when_the_current_one_is_removed()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        var key = new VersionedKey(client, bucket, "testobj");
        await key.WriteAsync(5);
        await key.RemoveAsync(-1);
        Assert.Equal(key.Contents[^1], await LocalS3.ReadAsync(client, bucket, "testobj"));
        var marker = await client.DeleteObjectAsync(bucket, "testobj");
        Assert.Equal("true", marker.DeleteMarker);
        var listed = (await client.ListVersionsAsync(bucket)).Versions;
        Assert.Equal(
            (4, marker.VersionId),
            (listed.Count(
                version => version.IsDeleteMarker != true), Assert.Single(listed, version => version.IsDeleteMarker == true).VersionId));
        foreach (var id in key.Ids.Append(marker.VersionId)) await client.DeleteObjectAsync(bucket, "testobj", id);
        await client.DeleteBucketAsync(bucket);
    }

    // test_versioning_stack_delete_merkers
    [Fact]
    public async Task Delete_markers_pile_up()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        await LocalS3.PutAsync(client, bucket, "test1/a", "a");
        for (var i = 0; i < 3; i++) await client.DeleteObjectAsync(bucket, "test1/a");
        var listed = (await client.ListVersionsAsync(bucket)).Versions;
        Assert.Equal(
            (1, 3), (listed.Count(version => version.IsDeleteMarker != true), listed.Count(version => version.IsDeleteMarker == true)));
    }

    // test_versioning_obj_plain_null_version_removal, test_versioning_obj_plain_null_version_overwrite
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_there_before_versioning_is_the_null_version(bool overwritten)
    {
        var bucket = await s3.BucketAsync();
        await LocalS3.PutAsync(client, bucket, "plain", "fooz");
        await s3.SetVersioningAsync(bucket, "us-east-1", VersionStatus.Enabled);
        if (overwritten)
        {
            var newer = (await LocalS3.PutAsync(client, bucket, "plain", "zzz")).VersionId;
            Assert.Equal("zzz", await LocalS3.ReadAsync(client, bucket, "plain"));
            await client.DeleteObjectAsync(bucket, "plain", newer);
            Assert.Equal("fooz", await LocalS3.ReadAsync(client, bucket, "plain"));
        }

        await client.DeleteObjectAsync(bucket, "plain", "null");
        await NothingIsLeftAsync(bucket, "plain");
    }

    // test_versioning_obj_plain_null_version_overwrite_suspended
    [Fact]
    public async Task A_write_while_versioning_is_suspended_takes_the_place_of_the_null_version()
    {
        var bucket = await s3.BucketAsync();
        await LocalS3.PutAsync(client, bucket, "plain", "foooz");
        await s3.SetVersioningAsync(bucket, "us-east-1", VersionStatus.Enabled);
        await s3.SetVersioningAsync(bucket, "us-east-1", VersionStatus.Suspended);
        await LocalS3.PutAsync(client, bucket, "plain", "zzz");
        Assert.Equal("zzz", await LocalS3.ReadAsync(client, bucket, "plain"));
        Assert.Single((await client.ListVersionsAsync(bucket)).Versions);
        await client.DeleteObjectAsync(bucket, "plain", "null");
        await NothingIsLeftAsync(bucket, "plain");
    }

    // test_versioning_obj_suspend_versions
    [Fact]
    public async Task Suspended_and_enabled_again_all_versions_but_the_null_one_stay()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        var key = new VersionedKey(client, bucket, "testobj");
        await key.WriteAsync(5);
        await s3.SetVersioningAsync(bucket, "us-east-1", VersionStatus.Suspended);
        await key.HideAsync();
        await key.HideAsync();
        await key.OverwriteAsync("null content 1");
        await key.OverwriteAsync("null content 2");
        await key.HideAsync();
        await key.OverwriteAsync("null content 3");
        await key.VerifyAsync();
        await key.HideAsync();
        await s3.SetVersioningAsync(bucket, "us-east-1", VersionStatus.Enabled);
        await key.WriteAsync(3);
        await key.VerifyAsync();
        for (var i = 0; i < 8; i++) await key.RemoveAsync(i);
    }

    // test_versioning_bucket_atomic_upload_return_version_id
    [Theory]
    [InlineData(null, false)]
    [InlineData("Suspended", false)]
    [InlineData("Enabled", true)]
    public async Task A_write_tells_its_version_only_where_it_makes_one(string? versioning, bool told)
    {
        var bucket = await s3.BucketAsync();
        if (versioning is not null) await s3.SetVersioningAsync(bucket, "us-east-1", versioning);
        var put = (await LocalS3.PutAsync(client, bucket, "bar", "")).VersionId;
        var copy = (await client.CopyObjectAsync(bucket, "bar", bucket, "copy")).VersionId;
        Assert.Equal((told, told), (put is not null, copy is not null));
        var listed = (await client.ListVersionsAsync(bucket)).Versions.ToDictionary(version => version.Key, version => version.VersionId);
        Assert.Equal((put ?? "null", copy ?? "null"), (listed["bar"], listed["copy"]));
        // A read tells of the null version where there are others.
        Assert.Equal(versioning is null ? null : put ?? "null", (await client.GetObjectMetadataAsync(bucket, "bar")).VersionId);
    }

    // test_delete_marker_nonversioned, test_delete_marker_versioned, test_delete_marker_suspended
    [Theory]
    [InlineData(null, null)]
    [InlineData("Enabled", "true")]
    [InlineData("Suspended", "true")]
    public async Task A_missing_object_says_whether_a_marker_hides_it(string? versioning, string? marker)
    {
        var bucket = await s3.BucketAsync();
        if (versioning is not null) await s3.SetVersioningAsync(bucket, "us-east-1", VersionStatus.Enabled);
        await LocalS3.PutAsync(client, bucket, "bilbo.txt", "body");
        if (versioning is not null) await s3.SetVersioningAsync(bucket, "us-east-1", versioning);
        await client.DeleteObjectAsync(bucket, "bilbo.txt");
        using var requests = new SignedRequests(s3);
        var answer = await requests.SendAsync("HEAD", $"/{bucket}/bilbo.txt");
        Assert.Equal(
            (HttpStatusCode.NotFound, marker),
            (answer.Status, answer.Response.Headers.TryGetValues("x-amz-delete-marker", out var values) ? values.Single() : null));
    }

    // test_versioned_object_acl, test_versioned_object_acl_no_version_specified: lists of grants are off, as in every new bucket of S3
    [Fact]
    public async Task Every_version_is_its_owners_alone()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        var key = new VersionedKey(client, bucket, "xyz");
        await key.WriteAsync(3);
        foreach (var id in (string?[])[null, .. key.Ids])
        {
            var acl = await client.GetObjectAclAsync(new GetObjectAclRequest { BucketName = bucket, Key = "xyz", VersionId = id });
            Assert.Equal(
                (acl.Owner.Id, S3Permission.FULL_CONTROL), (Assert.Single(acl.Grants).Grantee.CanonicalUser, acl.Grants[0].Permission));
            await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "AccessControlListNotSupported", () => client.PutObjectAclAsync(
                new PutObjectAclRequest { BucketName = bucket, Key = "xyz", VersionId = id, ACL = S3CannedACL.PublicRead }));
        }
    }

    private async Task NothingIsLeftAsync(string bucket, string key)
    {
        await LocalS3.RefusedAsync(HttpStatusCode.NotFound, "NoSuchKey", () => client.GetObjectAsync(bucket, key));
        Assert.Null((await client.ListVersionsAsync(bucket)).Versions);
    }
}
