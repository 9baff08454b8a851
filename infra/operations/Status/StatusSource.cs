namespace PipAi.Operations.Status;

/// <summary>Something that is asked again and again for a part of the status.</summary>
/// <param name="Name">What it is called where it fails, such as <c>task queue</c>.</param>
/// <param name="Period">From one reading to the next.</param>
/// <param name="ReadAsync">Reads it. What comes back puts what was read into the status as it is by then.</param>
internal sealed record StatusSource(
    string Name, TimeSpan Period, Func<CancellationToken, Task<Func<PlatformStatus, PlatformStatus>>> ReadAsync)
{
    /// <summary>After this a reading is given up.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
