using PipAi.Infra.Settings;
using PipAi.Testing;

namespace PipAi.Program.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Every_mistake_is_reported_at_once_with_the_command_that_mends_it() => Approved.Text(Mistakes(
        ("workerRegions", """{"iadd":4,"ord":-1,"lax":"many"}"""),
        ("primaryRegion", "iadd"),
        ("workerCpus", "3"),
        ("healthTimeoutSeconds", "15"),
        ("protectData", "yes"),
        ("storageRegions", """["us-east-1","us-eest-2"]"""),
        ("temporalApiKeyExpiry", "next year"),
        ("workerRegion", "iad")));

    [Fact]
    public void A_number_that_is_none_or_too_large_or_negative_is_refused() => Approved.Text(Mistakes(
        ("drainSeconds", "301"), ("pointInTimeDays", "36"), ("temporalRetentionDays", "-1"), ("oldVersionDays", "1.5"),
        ("monthlyBudgetMaxUsd", "a lot")));

    [Fact]
    public void A_value_of_the_wrong_shape_is_refused() => Approved.Text(Mistakes(
        ("workerRegions", "iad"), ("parsingRegions", """["iad"]"""), ("storageRegions", "us-east-1"),
        ("alertSubscribers", """{"mail":"a@b.c"}"""), ("frontendDomains", "[1]")));

    [Fact]
    public void A_machine_size_that_Fly_does_not_offer_is_refused() => Approved.Text(Mistakes(
        ("workerMemoryMb", "8192"), ("parsingCpuKind", "perfomance"), ("parsingMemoryMb", "3000")));

    [Fact]
    public void Settings_that_contradict_each_other_are_refused() => Approved.Text(Mistakes(
        ("primaryRegion", "fra"), ("parsingHardLimit", "5"), ("pointInTimeRegions", """["eu-west-1"]"""),
        ("activeStorageRegion", "us-west-1"),
        ("monthlyBudgetMaxUsd", "100"), ("healthCheckSeconds", "20")));

    [Fact]
    public void A_region_that_is_listed_twice_is_refused() =>
        Approved.Text(Mistakes(("storageRegions", """["us-east-1","us-west-2","us-east-1"]""")));

    [Fact]
    public void Names_that_a_vendor_would_refuse_are_refused() => Approved.Text(Mistakes(
        ("nameSuffix", "staging"), ("bucketPrefix", "PipAi"), ("flyOrganization", "pip ai"), ("frontendRepository", "frontend"),
        ("frontendDomains", """["not a domain"]"""), ("ciDeploySubject", "repo:pip-ai/platform:*"), ("alertSubscribers", """["oncall"]"""),
        ("targetAvailabilityPercent", "100")));

    [Fact]
    public void A_replica_on_another_continent_is_refused_and_a_second_namespace_asked_for() =>
        Approved.Text(Mistakes(("temporalReplicaRegion", "aws-eu-central-1")));

    [Fact]
    public void A_replica_in_the_active_region_is_refused() => Approved.Text(Mistakes(("temporalReplicaRegion", "aws-us-east-1")));

    [Fact]
    public void A_missing_setting_is_named() =>
        Approved.Text(Mistakes(StackFiles.Configuration("prod").Where(setting => setting.Key != "temporalApiKeyExpiry")));

    [Fact]
    public void The_first_line_names_the_file_and_counts() =>
        Assert.StartsWith("Pulumi.prod.yaml has 1 setting to fix:\n", Mistakes(("drainSeconds", "0")), StringComparison.Ordinal);

    [Fact]
    public void Pulumi_yaml_describes_every_setting_with_the_default_the_program_has()
    {
        var reader = new SettingReader("prod", StackFiles.Configuration("prod"), StackFiles.Now);
        PlatformSettings.Load(reader);
        Assert.Equal(
            new SortedDictionary<string, string>(
                reader.Known.Where(setting => !setting.Key.Contains(':')).ToDictionary(), StringComparer.Ordinal), StackFiles.Described());
    }

    [Fact]
    public void Values_come_from_the_reader_and_keys_from_the_host()
    {
        var read = StackConfiguration.Read(
            key => $"<{key}>", """{"aws:region":"us-east-1","pip-ai:drainSeconds":"30","pip-ai:owner":"secret?"}""");
        Assert.Equal(
            [("aws:region", "us-east-1"), ("drainSeconds", "<drainSeconds>"), ("owner", "<owner>")],
            read.OrderBy(setting => setting.Key).Select(setting => (setting.Key, setting.Value)));
        Assert.Empty(StackConfiguration.Read(_ => "x", null));
    }

    [Fact]
    public void Counts_may_come_as_text_as_the_command_line_writes_them() =>
        Assert.Equal(2, StackFiles.Settings("prod", ("workerRegions", """{"iad":"4","ord":1,"lax":1,"fra":"2"}""")).Workers.Regions["fra"]);

    private static string Mistakes(params (string Key, string Value)[] changes) => Mistakes(StackFiles.Configuration("prod", changes));

    private static string Mistakes(IEnumerable<KeyValuePair<string, string>> configuration) =>
        Assert.Throws<InvalidSettingsException>(
            () => PlatformSettings.Load("prod", new Dictionary<string, string>(configuration), StackFiles.Now)).Message;
}
