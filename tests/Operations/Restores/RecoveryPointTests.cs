using System.Text.Json;
using PipAi.Operations.Platform;
using PipAi.Operations.Restores;
using PipAi.Operations.Tests.Platform;

namespace PipAi.Operations.Tests.Restores;

/// <summary>The way to a time from before the versions that are kept.</summary>
public sealed class RecoveryPointTests
{
    [Fact]
    public void The_stacks_vault_its_role_and_its_days_are_found_by_the_bucket()
    {
        var point = Assert.Single(RecoveryPoint.Of([.. Declared()], SampleOutputs.Parsed()));
        Assert.Equal(new RecoveryPoint("docs-a", "us-east-1", "pip-ai-documents", "arn:aws:iam::1:role/backup", 35), point);
    }

    [Fact]
    public void A_plan_without_continuous_backup_gives_no_second_back() =>
        Assert.Empty(RecoveryPoint.Of([.. Declared(continuous: "false")], SampleOutputs.Parsed()));

    [Fact]
    public void Its_command_restores_into_a_new_bucket_since_AWS_Backup_passes_over_keys_that_are_there()
    {
        var command = new RecoveryPoint("docs-a", "us-east-1", "pip-ai-documents", "arn:aws:iam::1:role/backup", 35)
            .Command(new DateTimeOffset(2026, 11, 1, 14, 30, 0, TimeSpan.FromHours(2)), "documents/it's one.md");
        Assert.Equal(
            """
            aws backup start-restore-job --region us-east-1 --iam-role-arn arn:aws:iam::1:role/backup \
              --recovery-point-arn "$(aws backup list-recovery-points-by-backup-vault --region us-east-1 \
                --backup-vault-name pip-ai-documents --by-resource-arn arn:aws:s3:::docs-a --output text \
                --query "RecoveryPoints[?contains(RecoveryPointArn, ':continuous:')].RecoveryPointArn | [0]")" \
              --metadata '{"DestinationBucketName":"docs-a-at-20261101123000","NewBucket":"true","RestoreTime":"2026-11-01T12:30:00Z","Encrypted":"false","CreationToken":"docs-a-at-20261101123000","ItemsToRestore":"[\"s3://docs-a/documents/it'\''s one.md\"]"}'
            """.ReplaceLineEndings("\n"),
            command.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_long_bucket_name_leaves_room_for_the_time()
    {
        var long63 = new string('b', 63);
        var command = new RecoveryPoint(long63, "us-east-1", "v", "r", 35).Command(
            new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), null);
        Assert.Contains($"\"DestinationBucketName\":\"{new string('b', 45)}-at-20261101000000\"", command, StringComparison.Ordinal);
    }

    private static IEnumerable<DeclaredResource> Declared(string continuous = "true")
    {
        DeclaredResource Resource(string type, string id, string outputs) =>
            new($"urn:{id}", type, id, JsonDocument.Parse(outputs).RootElement);
        yield return Resource("aws:backup/vault:Vault", "pip-ai-documents", """{"name":"pip-ai-documents","region":"us-west-2"}""");
        yield return Resource("aws:backup/vault:Vault", "pip-ai-documents", """{"name":"pip-ai-documents","region":"us-east-1"}""");
        yield return Resource(
            "aws:backup/plan:Plan", "plan-1",
            """{"rules":[{"targetVaultName":"pip-ai-documents","enableContinuousBackup":?,"lifecycle":{"deleteAfter":35}}]}""".Replace(
                "?", continuous, StringComparison.Ordinal));
        yield return Resource(
            "aws:backup/selection:Selection", "selection-1",
            """{"planId":"plan-1","iamRoleArn":"arn:aws:iam::1:role/backup","resources":["arn:aws:s3:::docs-a"]}""");
    }
}
