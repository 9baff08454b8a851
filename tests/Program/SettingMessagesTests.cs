using System.Text;
using PipAi.Infra.Settings;
using PipAi.Testing;

namespace PipAi.Program.Tests;

/// <summary>Every setting, spoilt in every way that has a message of its own: the approved text is all that a user can be told.</summary>
public sealed class SettingMessagesTests
{
    private static readonly (string Key, string[] Wrong)[] Spoilt =
    [
        ("aws:region", ["us-eest-1", ""]),
        ("nameSuffix", ["staging"]),
        ("production", ["yes"]),
        ("protectData", ["1"]),
        ("owner", ["platform team"]),
        ("costCenter", [""]),
        ("flyOrganization", ["PIP AI"]),
        ("workerRegions", ["4", """{"fr":2}""", """{"moon":1,"iad":4}""", """{"iad":51}""", "{}"]),
        ("workerStandbys", ["""["ord"]""", """{"ord":-1}"""]),
        ("primaryRegion", ["iadd", "fra"]),
        ("workerCpuKind", ["dedicated"]),
        ("workerCpus", ["3", "two"]),
        ("workerMemoryMb", ["2000", "8192", "0"]),
        ("parsingRegions", ["iad", "{}"]),
        ("parsingStandbys", ["""{"iad":1.5}"""]),
        ("parsingCpuKind", ["perfomance"]),
        ("parsingCpus", ["17"]),
        ("parsingMemoryMb", ["3000", "1024"]),
        ("parsingSoftLimit", ["0"]),
        ("parsingHardLimit", ["5", "many"]),
        ("parsingKeyRotation", ["0", "next"]),
        ("healthIntervalSeconds", ["61"]),
        ("healthTimeoutSeconds", ["15", "0"]),
        ("healthGraceSeconds", ["301"]),
        ("drainSeconds", ["301"]),
        ("bucketPrefix", ["PipAi", "pip-ai-documents-of-all-our-customers", "sthree-documents", "xn--documents", "amzn-s3-demo-bucket"]),
        ("storageRegions",
            [
                "us-east-1",
                "[]",
                """["us-east-1","us-eest-2"]""",
                """["us-east-1","moon-1"]""",
                """["us-east-1","us-west-2","us-east-1"]""",
            ]),
        ("retiringStorageRegions", ["us-east-1", """["us-east-1"]""", """["moon-1"]"""]),
        ("activeStorageRegion", ["us-west-1", "eu-central-1"]),
        ("oldVersionDays", ["1.5"]),
        ("unfinishedUploadDays", ["0"]),
        ("pointInTimeRegions", ["""["eu-west-1"]""", """["us-east-1","us-east-1"]"""]),
        ("pointInTimeDays", ["36"]),
        ("restoreTesting", ["weekly"]),
        ("replicationLagAlarmSeconds", ["59"]),
        ("accessPointControlRegion", ["us-east-2"]),
        ("temporalRegion", ["us-east-1", "gcp-us-central1"]),
        ("temporalReplicaRegion", ["aws-us-east-1", "aws-eu-central-1", "aws-ap-northeast-1", "aws-us-west-1"]),
        ("temporalRetentionDays", ["91"]),
        ("temporalTaskQueue", ["Documents", "temporal-sys-tq"]),
        ("temporalApiKeyExpiry", ["", "next year", "2026-11-01T00:00:00Z", "2031-01-01T00:00:00Z"]),
        ("vercelTeam", ["PIP AI"]),
        ("frontendRepository", ["frontend"]),
        ("frontendProductionBranch", [""]),
        ("frontendFramework", ["Next.js"]),
        ("frontendNodeVersion", ["24"]),
        ("frontendFunctionRegions", ["""["iad2"]""", """["paris"]"""]),
        ("frontendDomains", ["app.pip-ai.com", """["not a domain"]"""]),
        ("frontendPreviewRetention", ["1 month"]),
        ("frontendProductionRetention", ["2y"]),
        ("ciRepository", ["platform", "pip-ai@1/platform", "pip-ai/platform:pull_request"]),
        ("ciDeploySubject",
            ["repo:pip-ai/platform:*", "repo:pip-ai/platform:ref:refs/heads/main", "repo:pip-ai/platform@2:environment:production"]),
        ("ciPreviewSubject", ["pull_request"]),
        ("alertSubscribers", ["oncall@pip-ai.com", """["oncall@pip-ai.com"]"""]),
        ("checkedEndpoints", ["""["worker"]""", """["documents"]"""]),
        ("healthMetricsRegion", ["eu-central-2"]),
        ("healthCheckSeconds", ["20", "60"]),
        ("healthCheckFailures", ["11"]),
        ("targetInstanceSeconds", ["0"]),
        ("targetRegionSeconds", ["3601"]),
        ("targetPartitionSeconds", ["1e2"]),
        ("targetStorageSeconds", ["86401"]),
        ("targetAvailabilityPercent", ["100", "99,9"]),
        ("monthlyBudgetMinUsd", ["-1"]),
        ("monthlyBudgetMaxUsd", ["100", "a lot"]),
        ("workerRegion", ["iad"]),
        ("colour", ["blue"]),
    ];

    [Fact]
    public void Every_setting_says_what_is_wrong_with_it_and_how_to_mend_it()
    {
        var messages = new StringBuilder();
        foreach (var (key, values) in Spoilt)
        {
            foreach (var value in values) messages.Append($"{key} = {value}\n{Problems(key, value)}\n\n");
        }

        Approved.Text(messages.ToString());
    }

    [Fact]
    public void Every_setting_there_is_has_been_spoilt() =>
        Assert.Empty(StackFiles.Described().Keys.Except(Spoilt.Select(setting => setting.Key)));

    // Without the first line, which only counts them.
    private static string Problems(string key, string value) => Assert.Throws<InvalidSettingsException>(
        () => PlatformSettings.Load("prod", StackFiles.Configuration("prod", (key, value)), StackFiles.Now)).Message.Split('\n', 2)[1];
}
