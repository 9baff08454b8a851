using PipAi.Infra.Settings;

namespace PipAi.Program.Tests;

/// <summary>The first and the last value that each setting takes, and the two beyond them.</summary>
public sealed class BoundsTests
{
    private static readonly Dictionary<string, (int First, int Last, Func<PlatformSettings, int> Read)> Numbers = new()
    {
        ["parsingSoftLimit"] = (1, 1000, settings => settings.Parsing.SoftLimit),
        ["parsingHardLimit"] = (1, 1000, settings => settings.Parsing.HardLimit),
        ["parsingKeyRotation"] = (1, 1_000_000, settings => settings.Parsing.KeyRotation),
        ["healthIntervalSeconds"] = (2, 60, settings => settings.Health.IntervalSeconds),
        ["healthTimeoutSeconds"] = (1, 59, settings => settings.Health.TimeoutSeconds),
        ["healthGraceSeconds"] = (0, 300, settings => settings.Health.GraceSeconds),
        ["drainSeconds"] = (1, 300, settings => settings.Health.DrainSeconds),
        ["oldVersionDays"] = (1, 3650, settings => settings.Storage.OldVersionDays),
        ["unfinishedUploadDays"] = (1, 365, settings => settings.Storage.UnfinishedUploadDays),
        ["pointInTimeDays"] = (1, 35, settings => settings.Storage.PointInTimeDays),
        ["replicationLagAlarmSeconds"] = (60, 86400, settings => settings.Storage.LagAlarmSeconds),
        ["temporalRetentionDays"] = (1, 90, settings => settings.Temporal.RetentionDays),
        ["healthCheckFailures"] = (1, 10, settings => settings.Monitoring.FailureThreshold),
        ["targetInstanceSeconds"] = (1, 3600, settings => settings.Targets.InstanceSeconds),
        ["targetRegionSeconds"] = (1, 3600, settings => settings.Targets.RegionSeconds),
        ["targetPartitionSeconds"] = (1, 3600, settings => settings.Targets.PartitionSeconds),
        ["targetStorageSeconds"] = (1, 86400, settings => settings.Targets.StorageSeconds),
        ["monthlyBudgetMinUsd"] = (0, 1_000_000, settings => settings.Targets.MonthlyBudgetMinUsd),
        ["monthlyBudgetMaxUsd"] = (0, 1_000_000, settings => settings.Targets.MonthlyBudgetMaxUsd),
        ["documentsPerMonth"] = (0, 1_000_000_000, settings => settings.Usage.DocumentsPerMonth),
        ["documentKilobytes"] = (1, 1_000_000, settings => settings.Usage.DocumentKilobytes),
        ["storedGigabytes"] = (0, 10_000_000, settings => settings.Usage.StoredGigabytes),
        ["temporalActionsPerDocument"] = (1, 10_000, settings => settings.Usage.ActionsPerDocument),
        ["parsingBusyPercent"] = (0, 100, settings => settings.Usage.BusyPercent),
        ["frontendRequestsPerMonth"] = (0, 2_000_000_000, settings => settings.Usage.FrontendRequests),
        ["frontendGigabytesPerMonth"] = (0, 10_000_000, settings => settings.Usage.FrontendGigabytes),
        ["quietMonthPercent"] = (0, 100, settings => settings.Usage.QuietPercent),
        ["busyMonthPercent"] = (100, 10_000, settings => settings.Usage.RushPercent),
        ["vercelSeats"] = (1, 1000, settings => settings.Usage.VercelSeats),
        ["workersNeeded"] = (1, 500, settings => settings.Usage.WorkersNeeded),
    };

    // What must give way so that a number alone decides.
    private static readonly Dictionary<string, (string Key, string Value)[]> Room = new()
    {
        ["parsingSoftLimit"] = [("parsingHardLimit", "1000")],
        ["parsingHardLimit"] = [("parsingSoftLimit", "1")],
        ["healthIntervalSeconds"] = [("healthTimeoutSeconds", "1")],
        ["healthTimeoutSeconds"] = [("healthIntervalSeconds", "60")],
        ["monthlyBudgetMinUsd"] = [("monthlyBudgetMaxUsd", "1000000")],
        ["monthlyBudgetMaxUsd"] = [("monthlyBudgetMinUsd", "0")],
    };

    public static TheoryData<string> Keys => new(Numbers.Keys);

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_number_is_taken_from_the_first_to_the_last_and_no_further(string key)
    {
        var (first, last, read) = Numbers[key];
        Assert.Equal(first, read(Load(key, first)));
        Assert.Equal(last, read(Load(key, last)));
        Refuses(key, first - 1);
        Refuses(key, last + 1);
    }

    // Fly's price list: the sizes there are.
    [Theory]
    [InlineData("shared", 1, 256, 2048, 256)]
    [InlineData("shared", 2, 512, 4096, 256)]
    [InlineData("shared", 4, 1024, 8192, 256)]
    [InlineData("shared", 8, 2048, 16384, 256)]
    [InlineData("performance", 1, 2048, 8192, 2048)]
    [InlineData("performance", 2, 4096, 16384, 2048)]
    [InlineData("performance", 16, 32768, 131072, 2048)]
    public void A_machine_has_the_memory_that_its_CPUs_take(string kind, int cpus, int least, int most, int step)
    {
        foreach (var prefix in (string[])["worker", "parsing"])
        {
            foreach (var memory in (int[])[least, least + step, most]) Assert.Equal(memory, Size(prefix, kind, cpus, memory).MemoryMb);
            foreach (var memory in (int[])[least - step, least + 1, most + step])
            {
                if (memory is < 256 or > 131072) continue;
                Assert.Contains(
                    $"{cpus} {kind} CPUs take from {least} to {most} MB in steps of {step}.",
                    Assert.Throws<InvalidSettingsException>(() => Size(prefix, kind, cpus, memory)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("shared", "1 2 4 6 8")]
    [InlineData("performance", "1 2 4 8 16")]
    public void A_machine_has_as_many_CPUs_as_Fly_offers_of_its_kind(string kind, string offered)
    {
        int[] counts = [.. offered.Split(' ').Select(int.Parse)];
        foreach (var cpus in Enumerable.Range(1, 16))
        {
            var memory = cpus * (kind == "shared" ? 256 : 2048);
            if (counts.Contains(cpus)) Assert.Equal(cpus, Size("worker", kind, cpus, memory).Cpus);
            else
                Assert.Contains(
                    $"pip-ai:workerCpus is '{cpus}'; Fly offers {string.Join(", ", counts[..^1])} or {counts[^1]} {kind} CPUs.",
                    Assert.Throws<InvalidSettingsException>(() => Size("worker", kind, cpus, memory)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("workerRegions", "iad", 50)]
    [InlineData("workerStandbys", "ord", 50)]
    [InlineData("parsingRegions", "iad", 20)]
    [InlineData("parsingStandbys", "ord", 20)]
    public void A_region_has_at_most_so_many_machines(string key, string region, int most)
    {
        PlatformSettings Load(int count) =>
            StackFiles.Settings("prod", (key, $$"""{"{{region}}":{{count}}}"""), ("primaryRegion", "iad"));

        Assert.Equal("prod", Load(most).Stack);
        Assert.Contains(
            $"pip-ai:{key}.{region} is '{most + 1}'; it must be a whole number from 0 to {most}.",
            Assert.Throws<InvalidSettingsException>(() => Load(most + 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-01T12:00:00Z", false)]
    [InlineData("2026-11-01T12:00:01Z", true)]
    [InlineData("2028-11-01T12:00:00Z", true)]
    [InlineData("2028-11-01T12:00:01Z", false)]
    [InlineData("2027-02-29T00:00:00Z", false)]
    [InlineData("2027-11-01T00:00:00+01:00", false)]
    [InlineData("2027-11-01", false)]
    public void A_key_lasts_past_now_and_at_most_two_years(string expiry, bool isTaken) => Decides("temporalApiKeyExpiry", expiry, isTaken);

    [Theory]
    [InlineData("90", true)]
    [InlineData("99.999", true)]
    [InlineData("89.999", false)]
    [InlineData("99.9991", false)]
    [InlineData("-99", false)]
    [InlineData("1e2", false)]
    [InlineData("9,95", false)]
    public void A_promise_of_availability_is_a_share_that_can_be_kept(string percent, bool isTaken) =>
        Decides("targetAvailabilityPercent", percent, isTaken);

    [Theory]
    [InlineData("10", true)]
    [InlineData("30", true)]
    [InlineData("11", false)]
    [InlineData("29", false)]
    public void Route_53_checks_every_ten_or_thirty_seconds(string seconds, bool isTaken) =>
        Decides("healthCheckSeconds", seconds, isTaken);

    private static void Decides(string key, string value, bool isTaken)
    {
        if (isTaken) Assert.Equal("prod", StackFiles.Settings("prod", (key, value)).Stack);
        else
            Assert.Contains(
                $"pip-ai:{key} is '{value}'; ",
                Assert.Throws<InvalidSettingsException>(() => StackFiles.Settings("prod", (key, value))).Message,
                StringComparison.Ordinal);
    }

    private static PlatformSettings Load(string key, int value) =>
        StackFiles.Settings("prod", [.. Room.GetValueOrDefault(key, []), (key, $"{value}")]);

    private static void Refuses(string key, int value) => Assert.Contains(
        $"pip-ai:{key} is '{value}'; it must be ", Assert.Throws<InvalidSettingsException>(() => Load(key, value)).Message,
        StringComparison.Ordinal);

    private static MachineSize Size(string prefix, string kind, int cpus, int memory)
    {
        var settings = StackFiles.Settings(
            "prod", ($"{prefix}CpuKind", kind), ($"{prefix}Cpus", $"{cpus}"), ($"{prefix}MemoryMb", $"{memory}"));
        return prefix == "worker" ? settings.Workers.Size : settings.Parsing.Size;
    }
}
