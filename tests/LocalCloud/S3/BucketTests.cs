using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3;

public sealed class BucketTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    [Fact]
    public async Task A_bucket_lives_in_the_region_it_was_created_in()
    {
        var (east, west) = (s3.Client(), s3.Client("us-west-2"));
        var bucket = await s3.BucketAsync("us-west-2");

        Assert.Contains(bucket, (await east.ListBucketsAsync()).Buckets.Select(b => b.BucketName));
        Assert.Equal("us-west-2", (await east.GetBucketLocationAsync(bucket)).Location.Value);
        Assert.Equal("us-west-2", (await west.HeadBucketAsync(new HeadBucketRequest { BucketName = bucket })).BucketRegion);
        var wrong = await Assert.ThrowsAsync<AmazonS3Exception>(() => east.GetObjectAsync(bucket, "k"));
        Assert.Equal((HttpStatusCode.MovedPermanently, "PermanentRedirect"), (wrong.StatusCode, wrong.ErrorCode));
    }

    [Fact]
    public async Task Creating_it_again_is_no_error_in_us_east_1_only()
    {
        var (east, west) = (await s3.BucketAsync(), await s3.BucketAsync("us-west-2"));
        await s3.Client().PutBucketAsync(east);
        await LocalS3.RefusedAsync(HttpStatusCode.Conflict, "BucketAlreadyOwnedByYou", () =>
            s3.Client("us-west-2").PutBucketAsync(new PutBucketRequest { BucketName = west, BucketRegionName = "us-west-2" }));
    }

    [Theory]
    [InlineData("us-west-2", "us-east-2", "IllegalLocationConstraintException")]
    [InlineData("us-east-1", "us-west-2", "IllegalLocationConstraintException")]
    public async Task The_location_constraint_must_be_the_endpoints_region(string signedFor, string constraint, string code)
    {
        var request = new PutBucketRequest { BucketName = $"b-{Guid.NewGuid():N}", BucketRegionName = constraint };
        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, code, () => s3.Client(signedFor).PutBucketAsync(request));
    }

    [Fact]
    public async Task A_bucket_with_versions_is_not_deleted()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync(versioned: true));
        var version = (await LocalS3.PutAsync(client, bucket, "k", "x")).VersionId;
        var marker = (await client.DeleteObjectAsync(bucket, "k")).VersionId;
        await LocalS3.RefusedAsync(HttpStatusCode.Conflict, "BucketNotEmpty", () => client.DeleteBucketAsync(bucket));

        await client.DeleteObjectAsync(bucket, "k", version);
        await client.DeleteObjectAsync(bucket, "k", marker);
        await client.DeleteBucketAsync(bucket);

        await LocalS3.RefusedAsync(HttpStatusCode.NotFound, "NoSuchBucket", () => client.ListObjectsV2Async(new() { BucketName = bucket }));
    }

    [Fact]
    public async Task Encryption_is_absent_until_put_and_sets_the_default_of_objects()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetBucketEncryptionAsync(new() { BucketName = bucket })).HttpStatusCode);
        await client.PutBucketEncryptionAsync(new PutBucketEncryptionRequest
        {
            BucketName = bucket,
            ServerSideEncryptionConfiguration = new ServerSideEncryptionConfiguration
            {
                ServerSideEncryptionRules =
                [
                    new ServerSideEncryptionRule
                    {
                        BucketKeyEnabled = true,
                        ServerSideEncryptionByDefault = new() { ServerSideEncryptionAlgorithm = ServerSideEncryptionMethod.AWSKMS },
                    },
                ],
            },
        });

        var rule =
            (await client.GetBucketEncryptionAsync(
                new() { BucketName = bucket })).ServerSideEncryptionConfiguration.ServerSideEncryptionRules[0];
        Assert.Equal(
            (ServerSideEncryptionMethod.AWSKMS, true),
            (rule.ServerSideEncryptionByDefault.ServerSideEncryptionAlgorithm, rule.BucketKeyEnabled));
        Assert.Equal(ServerSideEncryptionMethod.AWSKMS, (await LocalS3.PutAsync(client, bucket, "k", "x")).ServerSideEncryptionMethod);
    }

    [Fact]
    public async Task Lifecycle_rules_round_trip()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await client.PutLifecycleConfigurationAsync(bucket, new LifecycleConfiguration
        {
            Rules =
            [
                new LifecycleRule
                {
                    Id = "old-versions",
                    Status = LifecycleRuleStatus.Enabled,
                    Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "" } },
                    NoncurrentVersionExpiration = new() { NoncurrentDays = 90, NewerNoncurrentVersions = 3 },
                    AbortIncompleteMultipartUpload = new() { DaysAfterInitiation = 7 },
                },
            ],
        });

        var rule = (await client.GetLifecycleConfigurationAsync(bucket)).Configuration.Rules[0];
        Assert.Equal((90, 3, 7), (rule.NoncurrentVersionExpiration.NoncurrentDays!.Value,
            rule.NoncurrentVersionExpiration.NewerNoncurrentVersions!.Value,
            rule.AbortIncompleteMultipartUpload.DaysAfterInitiation!.Value));
        await client.DeleteLifecycleConfigurationAsync(bucket);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetLifecycleConfigurationAsync(bucket)).HttpStatusCode);
    }

    [Fact]
    public async Task A_public_policy_is_refused_where_public_policies_are_blocked()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await client.PutPublicAccessBlockAsync(new PutPublicAccessBlockRequest
        {
            BucketName = bucket,
            PublicAccessBlockConfiguration = new()
            {
                BlockPublicAcls = true,
                BlockPublicPolicy = true,
                IgnorePublicAcls = true,
                RestrictPublicBuckets = true,
            },
        });
        const string TlsOnly =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""";
        const string Public =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject","Resource":"*"}]}""";

        await client.PutBucketPolicyAsync(bucket, TlsOnly);
        await LocalS3.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied", () => client.PutBucketPolicyAsync(bucket, Public));
        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "MalformedPolicy", () => client.PutBucketPolicyAsync(bucket, "not json"));

        Assert.Equal(TlsOnly, (await client.GetBucketPolicyAsync(bucket)).Policy);
        Assert.True(
            (await client.GetPublicAccessBlockAsync(new() { BucketName = bucket })).PublicAccessBlockConfiguration.BlockPublicPolicy);
    }

    [Fact]
    public async Task Ownership_tags_metrics_and_notifications_round_trip()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await client.PutBucketOwnershipControlsAsync(new PutBucketOwnershipControlsRequest
        {
            BucketName = bucket,
            OwnershipControls =
                new OwnershipControls { Rules = [new OwnershipControlsRule { ObjectOwnership = ObjectOwnership.BucketOwnerEnforced }] },
        });
        await client.PutBucketTaggingAsync(bucket, [new Tag { Key = "a", Value = "b" }]);
        await client.PutBucketMetricsConfigurationAsync(new PutBucketMetricsConfigurationRequest
        {
            BucketName = bucket,
            MetricsId = "whole",
            MetricsConfiguration = new MetricsConfiguration { MetricsId = "whole" },
        });
        await client.PutBucketNotificationAsync(new PutBucketNotificationRequest { BucketName = bucket, EventBridgeConfiguration = new() });

        var ownership = (await client.GetBucketOwnershipControlsAsync(new() { BucketName = bucket })).OwnershipControls.Rules[0];
        Assert.Equal(ObjectOwnership.BucketOwnerEnforced, ownership.ObjectOwnership);
        Assert.Equal("b", (await client.GetBucketTaggingAsync(new() { BucketName = bucket })).TagSet[0].Value);
        Assert.Equal(
            "whole",
            (await client.GetBucketMetricsConfigurationAsync(
                new() { BucketName = bucket, MetricsId = "whole" })).MetricsConfiguration.MetricsId);
        Assert.NotNull(
            (await client.GetBucketNotificationAsync(new GetBucketNotificationRequest { BucketName = bucket })).EventBridgeConfiguration);
    }

    [Fact]
    public async Task Buckets_are_listed_in_pages()
    {
        var prefix = $"paged-{Guid.NewGuid():N}"[..20];
        for (var i = 0; i < 5; i++) await s3.Client().PutBucketAsync($"{prefix}-{i}");
        var (listed, request) = (new List<string>(), new ListBucketsRequest { Prefix = prefix, MaxBuckets = 2 });
        ListBucketsResponse page;
        do
        {
            page = await s3.Client().ListBucketsAsync(request);
            listed.AddRange(page.Buckets.Select(bucket => bucket.BucketName));
            request.ContinuationToken = page.ContinuationToken;
        }
        while (page.ContinuationToken is not null);

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{prefix}-{i}"), listed);
    }

    [Theory]
    [InlineData("NoSuchTagSet")]
    [InlineData("NoSuchPublicAccessBlockConfiguration")]
    [InlineData("OwnershipControlsNotFoundError")]
    [InlineData("NoSuchCORSConfiguration")]
    public async Task A_configuration_that_was_never_put_has_its_own_error(string code)
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        Func<Task> get = code switch
        {
            "NoSuchTagSet" => () => client.GetBucketTaggingAsync(new() { BucketName = bucket }),
            "NoSuchPublicAccessBlockConfiguration" => () => client.GetPublicAccessBlockAsync(new() { BucketName = bucket }),
            "OwnershipControlsNotFoundError" => () => client.GetBucketOwnershipControlsAsync(new() { BucketName = bucket }),
            _ => () => client.GetCORSConfigurationAsync(bucket),
        };
        await LocalS3.RefusedAsync(HttpStatusCode.NotFound, code, get);
    }
}
