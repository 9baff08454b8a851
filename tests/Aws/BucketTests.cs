using Amazon.S3;
using Amazon.S3.Model;
using PipAi.ProviderTesting;

namespace PipAi.Aws.Tests;

public sealed class BucketTests(AwsCloud cloud) : IClassFixture<AwsCloud>
{
    private const string Bucket = "aws:s3/bucket:Bucket";
    private const string Versioning = "aws:s3/bucketVersioning:BucketVersioning";
    private const string Replication = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

    [Fact]
    public async Task A_bucket_is_created_in_its_region_with_the_default_tags_and_its_own()
    {
        var aws = await cloud.ProviderAsync("""{"region":"us-east-1","defaultTags":"{\"tags\":{\"app\":\"pip\",\"env\":\"x\"}}"}""");
        var bucket = await aws.CreateAsync(Bucket, """{"bucket":"tagged","region":"us-west-2","tags":{"env":"prod"}}""");

        Assert.Equal(
            ("tagged", "arn:aws:s3:::tagged", "us-west-2", "tagged.s3.us-west-2.amazonaws.com", "Z3BJ6K6RIION7M"),
            (bucket.Id, bucket["arn"], bucket["region"], bucket["bucketRegionalDomainName"], bucket["hostedZoneId"]));
        var tags = (await cloud.Client("us-west-2").GetBucketTaggingAsync(new() { BucketName = "tagged" })).TagSet;
        Assert.Equal(["app=pip", "env=prod"], tags.Select(tag => $"{tag.Key}={tag.Value}").Order());

        await aws.UpdateAsync(bucket, """{"bucket":"tagged","region":"us-west-2","tags":{"env":"dev"}}""");
        tags = (await cloud.Client("us-west-2").GetBucketTaggingAsync(new() { BucketName = "tagged" })).TagSet;
        Assert.Contains("env=dev", tags.Select(tag => $"{tag.Key}={tag.Value}"));
    }

    [Fact]
    public async Task A_preview_touches_nothing_and_needs_no_credentials()
    {
        var aws = new Driver(new PipAi.Providers.Aws.AwsProvider(_ => null, TimeProvider.System));
        await aws.ConfigureAsync("""{"region":"us-east-1"}""");

        var known = await aws.CreateAsync(Bucket, """{"bucket":"planned"}""", preview: true);
        var unknown = await aws.CreateAsync(
            Versioning, """{"bucket":"unknown","versioningConfiguration":{"status":"Enabled"}}""", preview: true);

        Assert.Equal("arn:aws:s3:::planned", known["arn"]);
        Assert.True(unknown.Outputs["bucket"].IsComputed);
        Assert.Equal("us-east-1", unknown["region"]);
    }

    [Theory]
    [InlineData("""{"bucket":"other"}""", true)]
    [InlineData("""{"bucket":"first","region":"us-west-2"}""", true)]
    [InlineData("""{"bucket":"first","tags":{"a":"b"}}""", false)]
    public async Task Name_and_region_replace_and_the_same_name_is_deleted_first(string inputs, bool replaces)
    {
        var aws = await cloud.ProviderAsync();
        var before = new Created(
            Bucket, "it", "first", Driver.Properties("""{"bucket":"first"}"""), Driver.Properties("""{"region":"us-east-1"}"""));

        var diff = await aws.DiffAsync(before, inputs);

        Assert.True(diff.Changes);
        Assert.Equal(replaces, diff.Replaces!.Count > 0);
        Assert.Equal(replaces && inputs.Contains("first", StringComparison.Ordinal), diff.DeleteBeforeReplace);
    }

    [Fact]
    public async Task Naming_the_region_that_it_has_already_is_no_change()
    {
        var aws = await cloud.ProviderAsync();
        var before = new Created(
            Bucket, "it", "first", Driver.Properties("""{"bucket":"first"}"""), Driver.Properties("""{"region":"us-east-1"}"""));
        Assert.False((await aws.DiffAsync(before, """{"bucket":"first","region":"us-east-1"}""")).Changes);
    }

    [Fact]
    public async Task A_made_up_name_is_kept()
    {
        var aws = await cloud.ProviderAsync();
        var first = (await aws.CheckAsync(Bucket, "{}", "documents")).Inputs!["bucket"].ToString()!;
        var second = (await aws.CheckAsync(Bucket, "{}", "documents", $$"""{"bucket":"{{first}}"}""")).Inputs!["bucket"].ToString();
        Assert.Matches("^documents-[0-9a-f]{7}$", first);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_bucket_with_content_goes_only_by_force()
    {
        var aws = await cloud.ProviderAsync();
        var kept = await aws.CreateAsync(Bucket, """{"bucket":"kept-content"}""");
        var forced = await aws.CreateAsync(Bucket, """{"bucket":"forced-content","forceDestroy":true}""");
        foreach (var name in new[] { kept.Id, forced.Id })
        {
            await cloud.Client("us-east-1").PutBucketVersioningAsync(
                new() { BucketName = name, VersioningConfig = new() { Status = VersionStatus.Enabled } });
            await cloud.Client("us-east-1").PutObjectAsync(new PutObjectRequest { BucketName = name, Key = "k", ContentBody = "x" });
            await cloud.Client("us-east-1").DeleteObjectAsync(name, "k");
        }

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => aws.DeleteAsync(kept));
        Assert.Contains("BucketNotEmpty", refusal.Message, StringComparison.Ordinal);
        await aws.DeleteAsync(forced);
        await aws.DeleteAsync(forced);
        Assert.Equal("", (await aws.ReadAsync(forced)).Id);
    }

    [Fact]
    public async Task A_creation_whose_answer_got_lost_is_taken_up_and_a_second_owner_is_refused()
    {
        var aws = await cloud.ProviderAsync();
        await aws.CreateAsync(Bucket, """{"bucket":"lost-answer","region":"us-west-2"}""", "first");
        var engine = new ListeningEngine();
        var again = await (await cloud.ProviderAsync(engine: engine)).CreateAsync(
            Bucket, """{"bucket":"lost-answer","region":"us-west-2"}""", "first");
        Assert.Equal("lost-answer", again.Id);
        Assert.Equal(["first: Bucket 'lost-answer' in region 'us-west-2' was there already: taken over, not created."], engine.Said);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => aws.CreateAsync(Bucket, """{"bucket":"lost-answer","region":"us-west-2"}""", "second"));
    }

    [Fact]
    public async Task A_bucket_in_another_region_is_not_the_one_that_is_meant()
    {
        await (await cloud.ProviderAsync()).CreateAsync(Bucket, """{"bucket":"moved-away","region":"us-west-2"}""");
        var engine = new ListeningEngine();
        var aws = await cloud.ProviderAsync(engine: engine);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => aws.CreateAsync(Bucket, """{"bucket":"moved-away","region":"us-east-2"}"""));
        Assert.Empty(engine.Said);
    }

    [Fact]
    public async Task Versioning_and_replication_need_their_order_both_ways()
    {
        var aws = await cloud.ProviderAsync();
        await aws.CreateAsync(Bucket, """{"bucket":"mesh-east"}""", "east");
        await aws.CreateAsync(Bucket, """{"bucket":"mesh-west","region":"us-west-2"}""", "west");
        var versioning = await aws.CreateAsync(Versioning, """{"bucket":"mesh-east","versioningConfiguration":{"status":"Enabled"}}""");
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => aws.CreateAsync(Replication, Rules));
        Assert.Equal(
            "S3 refused the replication of bucket 'mesh-east': InvalidRequest: Destination bucket must have versioning enabled.",
            refusal.Message);

        await aws.CreateAsync(Versioning, """{"bucket":"mesh-west","region":"us-west-2","versioningConfiguration":{"status":"Enabled"}}""");
        var replication = await aws.CreateAsync(Replication, Rules);
        var written =
            (await cloud.Client("us-east-1").GetBucketReplicationAsync(new() { BucketName = "mesh-east" })).Configuration.Rules[0];
        Assert.Equal(
            ("to-west", 1, 15, "Enabled"), (written.Id, written.Priority!.Value, written.Destination.ReplicationTime.Time.Minutes!.Value,
                written.SourceSelectionCriteria.ReplicaModifications.Status.Value));

        refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => aws.DeleteAsync(versioning));
        Assert.Contains("InvalidBucketState", refusal.Message, StringComparison.Ordinal);
        await aws.DeleteAsync(replication);
        Assert.Equal("", (await aws.ReadAsync(replication)).Id);
        await aws.DeleteAsync(versioning);
        Assert.Equal("Suspended", (await cloud.Client("us-east-1").GetBucketVersioningAsync("mesh-east")).VersioningConfig.Status.Value);
    }

    [Theory]
    [InlineData("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        """{"rules":[{"applyServerSideEncryptionByDefault":{"sseAlgorithm":"AES256"},"blockedEncryptionTypes":["SSE-C"]}]}""")]
    [InlineData("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", """{"blockPublicAcls":true,"blockPublicPolicy":true}""")]
    [InlineData("aws:s3/bucketOwnershipControls:BucketOwnershipControls", """{"rule":{"objectOwnership":"BucketOwnerEnforced"}}""")]
    [InlineData("aws:s3/bucketPolicy:BucketPolicy", """{"policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}""")]
    [InlineData("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        """{"rules":[{"id":"old","status":"Enabled","filter":{"prefix":""},"noncurrentVersionExpiration":{"noncurrentDays":90},"expiration":{"expiredObjectDeleteMarker":true},"abortIncompleteMultipartUpload":{"daysAfterInitiation":7}}]}""")]
    [InlineData("aws:s3/bucketVersioning:BucketVersioning", """{"versioningConfiguration":{"status":"Enabled"}}""")]
    [InlineData("aws:s3/bucketNotification:BucketNotification", """{"eventbridge":true}""")]
    public async Task A_setting_is_put_looked_at_and_taken_away(string type, string settings)
    {
        var aws = await cloud.ProviderAsync();
        var name = $"s-{Guid.NewGuid():N}";
        await aws.CreateAsync(Bucket, $$"""{"bucket":"{{name}}","region":"eu-west-1"}""");
        var inputs = settings.Insert(1, $"\"bucket\":\"{name}\",\"region\":\"eu-west-1\",");

        var created = await aws.CreateAsync(type, inputs);
        var read = await aws.ReadAsync(created);

        Assert.Equal((name, name), (created.Id, read.Id));
        Assert.True((await aws.DiffAsync(created with { Inputs = read.Inputs!.ToImmutableDictionary() }, inputs)).Changes is false);
        await aws.UpdateAsync(created, inputs);
        await aws.DeleteAsync(created);
        // Versioning is suspended and notifications are emptied, which S3 tells as something that is still there.
        if (type.Contains("Versioning", StringComparison.Ordinal) || type.Contains("Notification", StringComparison.Ordinal)) return;
        Assert.Equal("", (await aws.ReadAsync(created)).Id);
    }

    [Fact]
    public async Task A_lifecycle_rule_reaches_S3_with_every_number_it_has()
    {
        var aws = await cloud.ProviderAsync();
        await aws.CreateAsync(Bucket, """{"bucket":"aging","region":"eu-west-1"}""");

        await aws.CreateAsync("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", """
            {"bucket":"aging","region":"eu-west-1","rules":[{"id":"old","status":"Enabled","filter":{"prefix":"in/"},"expiration":{"days":400},
             "noncurrentVersionExpiration":{"noncurrentDays":90,"newerNoncurrentVersions":3},"abortIncompleteMultipartUpload":{"daysAfterInitiation":7}}]}
            """);

        var rule = Assert.Single((await cloud.Client("eu-west-1").GetLifecycleConfigurationAsync("aging")).Configuration.Rules);
        Assert.Equal(
            ("old", "in/", 400, 7), (rule.Id, ((LifecyclePrefixPredicate)rule.Filter.LifecycleFilterPredicate).Prefix, rule.Expiration.Days,
                rule.AbortIncompleteMultipartUpload.DaysAfterInitiation));
        Assert.Equal((90, 3), (rule.NoncurrentVersionExpiration.NoncurrentDays, rule.NoncurrentVersionExpiration.NewerNoncurrentVersions));
    }

    [Fact]
    public async Task A_refresh_sees_what_was_changed_behind_our_back()
    {
        var aws = await cloud.ProviderAsync();
        await aws.CreateAsync(Bucket, """{"bucket":"drifting"}""");
        var versioning = await aws.CreateAsync(Versioning, """{"bucket":"drifting","versioningConfiguration":{"status":"Enabled"}}""");
        await cloud.Client("us-east-1").PutBucketVersioningAsync(
            new() { BucketName = "drifting", VersioningConfig = new() { Status = VersionStatus.Suspended } });

        var read = await aws.ReadAsync(versioning);

        Assert.True(read.Inputs!["versioningConfiguration"].TryGetMap(out var configuration));
        Assert.Equal("Suspended", configuration["status"].ToString());
    }

    [Fact]
    public async Task A_cloud_that_is_not_there_is_named()
    {
        var aws = new Driver(new PipAi.Providers.Aws.AwsProvider(_ => null, TimeProvider.System));
        await aws.ConfigureAsync("""{"region":"us-east-1"}""");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => aws.CreateAsync(Bucket, """{"bucket":"nowhere"}"""));
        Assert.StartsWith("The environment variable AWS_ENDPOINT_URL_S3 is not set", failure.Message, StringComparison.Ordinal);
    }

    private const string Rules = """
        {"bucket":"mesh-east","role":"arn:aws:iam::000000000000:role/replication","rules":[{
            "id":"to-west","priority":1,"status":"Enabled","filter":{"prefix":""},
            "deleteMarkerReplication":{"status":"Enabled"},
            "sourceSelectionCriteria":{"replicaModifications":{"status":"Enabled"}},
            "destination":{"bucket":"arn:aws:s3:::mesh-west",
                "replicationTime":{"status":"Enabled","time":{"minutes":15}},
                "metrics":{"status":"Enabled","eventThreshold":{"minutes":15}}}}]}
        """;
}
