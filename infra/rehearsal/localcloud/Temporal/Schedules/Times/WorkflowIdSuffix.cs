using System.Globalization;

namespace PipAi.LocalCloud.Temporal.Schedules.Times;

/// <summary>What stands behind the id of a workflow that a schedule starts: the time at which its specification says so.</summary>
internal static class WorkflowIdSuffix
{
    /// <summary>How much longer it makes every id.</summary>
    public static int Length { get; } = Of(DateTimeOffset.UnixEpoch).Length;

    /// <summary>The suffix for a time.</summary>
    public static string Of(DateTimeOffset nominal) => "-" + Written(nominal);

    /// <summary>The time as ids and search attributes tell it.</summary>
    public static string Written(DateTimeOffset nominal) => nominal.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
