namespace PipAi.Operations.Platform;

/// <summary>What the platform promises, as declared in the stack's settings.</summary>
/// <param name="Instance">Longest recovery from the loss of one machine.</param>
/// <param name="Region">Longest recovery from the loss of a region.</param>
/// <param name="Partition">Longest recovery from a network partition.</param>
/// <param name="Storage">Longest recovery from the loss of the primary storage region.</param>
/// <param name="AvailabilityPercent">Availability per month, in percent.</param>
internal sealed record RecoveryTargets(TimeSpan Instance, TimeSpan Region, TimeSpan Partition, TimeSpan Storage, double AvailabilityPercent)
{
    /// <summary>Reads the output <c>targets</c>.</summary>
    internal static RecoveryTargets Parse(OutputReader reader)
    {
        var numbers = reader.Numbers("targets");
        TimeSpan Seconds(string key) => TimeSpan.FromSeconds(reader.Number(numbers, "targets", key));
        return new RecoveryTargets(
            Seconds("instanceSeconds"),
            Seconds("regionSeconds"),
            Seconds("partitionSeconds"),
            Seconds("storageSeconds"),
            reader.Number(numbers, "targets", "availabilityPercent"));
    }
}
