using System.Globalization;

namespace PipAi.Infra.Settings;

/// <summary>What the platform promises: drills and ledgers are measured against it.</summary>
/// <param name="InstanceSeconds">Recovery from the loss of a machine.</param>
/// <param name="RegionSeconds">Recovery from the loss of a Fly region.</param>
/// <param name="PartitionSeconds">Recovery from a network that is cut.</param>
/// <param name="StorageSeconds">Recovery from the loss of the primary bucket's region.</param>
/// <param name="AvailabilityPercent">Share of the time that documents are accepted.</param>
/// <param name="MonthlyBudgetMinUsd">What a quiet month may cost.</param>
/// <param name="MonthlyBudgetMaxUsd">What a busy month may cost.</param>
internal sealed record TargetSettings(
    int InstanceSeconds, int RegionSeconds, int PartitionSeconds, int StorageSeconds,
    decimal AvailabilityPercent, int MonthlyBudgetMinUsd, int MonthlyBudgetMaxUsd)
{
    /// <summary>Reads the settings.</summary>
    public static TargetSettings Read(SettingReader reader)
    {
        var availability = reader.Text("targetAvailabilityPercent", "99.9", "it must be a number from 90 to 99.999.",
            text => Parse(text) is >= 90m and <= 99.999m);
        var targets = new TargetSettings(
            reader.Whole("targetInstanceSeconds", 30, 1, 3600),
            reader.Whole("targetRegionSeconds", 120, 1, 3600),
            reader.Whole("targetPartitionSeconds", 60, 1, 3600),
            reader.Whole("targetStorageSeconds", 300, 1, 86400),
            Parse(availability) ?? 0,
            reader.Whole("monthlyBudgetMinUsd", 359, 0, 1000000),
            reader.Whole("monthlyBudgetMaxUsd", 629, 0, 1000000));
        if (reader.AreSound("monthlyBudgetMinUsd", "monthlyBudgetMaxUsd") && targets.MonthlyBudgetMaxUsd < targets.MonthlyBudgetMinUsd)
        {
            reader.Wrong(
                "monthlyBudgetMaxUsd", $"{targets.MonthlyBudgetMaxUsd}",
                $"it must not be below monthlyBudgetMinUsd ({targets.MonthlyBudgetMinUsd}).",
                    $"set {SettingReader.Namespace}:monthlyBudgetMaxUsd {targets.MonthlyBudgetMinUsd}");
        }

        return targets;
    }

    private static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
