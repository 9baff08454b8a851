using System.Net;
using Amazon.S3;
using PipAi.LocalCloud.Faults;

namespace PipAi.LocalCloud.Tests.S3;

/// <summary>What replication asks for, and what becomes of copies where it is missing.</summary>
public sealed class ReplicationConditionTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    private const string East = Replication.East;
    private const string West = Replication.West;
    private readonly Replication replication = new(s3);

    [Fact]
    public async Task Source_and_destination_must_be_versioned_first()
    {
        var (source, target) = (await s3.BucketAsync(), await s3.BucketAsync(West));
        await RefusedAsync("Versioning must be 'Enabled' on the bucket");
        await s3.SetVersioningAsync(source, East, VersionStatus.Enabled);
        await RefusedAsync("Destination bucket must have versioning enabled");
        await s3.SetVersioningAsync(target, West, VersionStatus.Enabled);
        await replication.ReplicateAsync(source, East, target);

        async Task RefusedAsync(string message)
        {
            var refusal = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => replication.ReplicateAsync(source, East, target));
            Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequest"), (refusal.StatusCode, refusal.ErrorCode));
            Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Versioning_cannot_be_suspended_while_replication_is_configured()
    {
        var (source, _) = await replication.PairAsync();
        await LocalS3.RefusedAsync(HttpStatusCode.Conflict, "InvalidBucketState", () =>
            s3.SetVersioningAsync(source, East, VersionStatus.Suspended));
        await s3.Client().DeleteBucketReplicationAsync(new() { BucketName = source });
        await s3.SetVersioningAsync(source, East, VersionStatus.Suspended);
    }

    [Fact]
    public async Task A_dark_region_keeps_copies_pending_over_a_restart_and_gets_them_when_it_is_back()
    {
        await using var own = new LocalS3();
        await own.InitializeAsync();
        var (source, target) = (await own.BucketAsync(East, versioned: true), await own.BucketAsync(West, versioned: true));
        await replication.ReplicateAsync(source, East, target, client: own.Client());
        var fault = own.Faults.Add(new Fault { Service = "s3", Region = West, Effect = new FaultEffect.Dark() });

        await LocalS3.PutAsync(own.Client(), source, "doc", "text");
        await Assert.ThrowsAnyAsync<Exception>(() => own.Client(West).GetObjectMetadataAsync(target, "doc"));
        Assert.Equal("PENDING", (await own.Client().GetObjectMetadataAsync(source, "doc")).ReplicationStatus.Value);

        await own.RestartAsync();
        Assert.Equal("PENDING", (await own.Client().GetObjectMetadataAsync(source, "doc")).ReplicationStatus.Value);
        own.Faults.Remove(fault.Id);
        await replication.StatusAsync(source, East, "doc", "COMPLETED", own);
        Assert.Equal("text", await LocalS3.ReadAsync(own.Client(West), target, "doc"));
    }

    [Fact]
    public async Task A_destination_that_lost_its_versioning_makes_the_copy_fail_for_good()
    {
        var (source, target) = await replication.PairAsync();
        await s3.SetVersioningAsync(target, West, VersionStatus.Suspended);
        await LocalS3.PutAsync(s3.Client(), source, "doc", "text");
        await replication.StatusAsync(source, East, "doc", "FAILED");

        await s3.SetVersioningAsync(target, West, VersionStatus.Enabled);
        await LocalS3.PutAsync(s3.Client(), source, "later", "text");
        await replication.StatusAsync(source, East, "later", "COMPLETED");
        Assert.Equal("FAILED", (await s3.Client().GetObjectMetadataAsync(source, "doc")).ReplicationStatus.Value);
    }

    [Theory]
    [InlineData("s3.amazonaws.com", "*", "COMPLETED")]
    [InlineData("backup.amazonaws.com", "*", "FAILED")]
    [InlineData("s3.amazonaws.com", "other", "FAILED")]
    public async Task The_role_must_let_s3_in_and_allow_the_copy(string service, string destination, string status)
    {
        var role = $"arn:aws:iam::000000000000:role/replication-{Guid.NewGuid():N}";
        await s3.RegisterRoleAsync(
            role,
            $$"""{"Statement":[{"Effect":"Allow","Principal":{"Service":"{{service}}"},"Action":"sts:AssumeRole"}]}""",
            $$"""
            {"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
                          {"Effect":"Allow","Action":["s3:ReplicateObject","s3:ReplicateDelete"],"Resource":"arn:aws:s3:::{{destination}}/*"}]}
            """);
        var (source, target) = (await s3.BucketAsync(East, versioned: true), await s3.BucketAsync(West, versioned: true));
        await replication.ReplicateAsync(source, East, target, role: role);

        await LocalS3.PutAsync(s3.Client(), source, "doc", "text");

        await replication.StatusAsync(source, East, "doc", status);
    }
}
