using PipAi.Testing;

namespace PipAi.Aws.Tests;

public sealed class ValidationTests
{
    private readonly Driver aws = new(new PipAi.Providers.Aws.AwsProvider(
        name => name == "AWS_REGION" ? "us-east-1" : null, TimeProvider.System));

    [Theory]
    [InlineData("misspelt", "aws:s3/bucket:Bucket", """{"bukcet":"x","forceDestroi":true}""")]
    [InlineData("missing", "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "{}")]
    [InlineData("types", "aws:cloudwatch/metricAlarm:MetricAlarm", """{"evaluationPeriods":1.5,"threshold":"high","dimensions":["a"]}""")]
    [InlineData("nested", "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        """{"bucket":"b","role":"r","rules":[{"status":"Enabled","destination":{"bucket":"a","replicationTime":{"status":"Enabled","time":{"minuts":15}}}}]}""")]
    [InlineData("replication-rules", "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        """{"bucket":"b","role":"r","rules":[{"status":"on","filter":{},"destination":{"bucket":"a","replicationTime":{"status":"Enabled","time":{"minutes":5}}}}]}""")]
    [InlineData("bucket-name", "aws:s3/bucket:Bucket", """{"bucket":"Big_Name","bucketNamespace":"mine"}""")]
    [InlineData("encryption", "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        """{"bucket":"b","rules":[{"applyServerSideEncryptionByDefault":{"sseAlgorithm":"AES128"}}]}""")]
    [InlineData("policy", "aws:s3/bucketPolicy:BucketPolicy", """{"bucket":"b","policy":"{}"}""")]
    [InlineData("role", "aws:iam/role:Role", """{"assumeRolePolicy":"nonsense","maxSessionDuration":60,"path":"x"}""")]
    [InlineData("backup", "aws:backup/plan:Plan",
        """{"rules":[{"ruleName":"r","targetVaultName":"v","enableContinuousBackup":true,"lifecycle":{"deleteAfter":90,"coldStorageAfter":30}}]}""")]
    [InlineData("restore-testing", "aws:backup/restoreTestingPlan:RestoreTestingPlan",
        """{"name":"a-b","scheduleExpression":"cron(0 9 ? * SUN *)","startWindowHours":200,"recoveryPointSelection":{"algorithm":"LATEST","includeVaults":["*"],"recoveryPointTypes":["FULL"],"selectionWindowDays":400}}""")]
    [InlineData("restore-testing-selection", "aws:backup/restoreTestingSelection:RestoreTestingSelection",
        """{"name":"s 1","restoreTestingPlanName":"p","protectedResourceType":"S3","validationWindowHours":0}""")]
    [InlineData("routes", "aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes",
        """{"mrap":"m","region":"us-east-2","routes":[{"bucket":"b","region":"us-east-1","trafficDialPercentage":50},{"bucket":"c","region":"us-west-2","trafficDialPercentage":0}]}""")]
    [InlineData("health-check", "aws:route53/healthCheck:HealthCheck",
        """{"type":"HTTPZ","requestInterval":15,"failureThreshold":11,"regions":["us-east-1"]}""")]
    public async Task What_is_wrong_is_said_all_at_once(string what, string type, string inputs) =>
        Approved.Text(await aws.FailuresAsync(type, inputs), what);

    [Fact]
    public async Task Values_that_are_not_known_yet_pass() => Assert.Equal("", await aws.FailuresAsync(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        """{"bucket":"unknown","role":"unknown","rules":[{"status":"unknown","destination":{"bucket":"unknown"}}]}"""));

    [Fact]
    public async Task A_regional_resource_needs_a_region_from_somewhere()
    {
        var nowhere = new Driver(new PipAi.Providers.Aws.AwsProvider(_ => null, TimeProvider.System));
        Assert.StartsWith(
            "region: neither the resource nor the provider", await nowhere.FailuresAsync("aws:s3/bucket:Bucket", "{}"),
            StringComparison.Ordinal);
        Assert.Equal("", await nowhere.FailuresAsync("aws:s3/bucket:Bucket", """{"region":"us-east-1"}"""));
        Assert.Equal("", await nowhere.FailuresAsync("aws:iam/openIdConnectProvider:OpenIdConnectProvider",
            """{"url":"https://oidc.fly.io/x","clientIdLists":["sts.amazonaws.com"]}"""));
    }

    [Fact]
    public async Task An_unknown_type_names_the_nearest()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => aws.FailuresAsync("aws:s3/bucket:Buckets", "{}"));
        Assert.Contains("did you mean 'aws:s3/bucket:Bucket'?", failure.Message, StringComparison.Ordinal);
    }
}
