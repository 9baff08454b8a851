namespace PipAi.LocalCloud.Fly.Checks;

/// <summary>What a check says now.</summary>
/// <param name="Name">Name as the API shows it.</param>
/// <param name="Status"><c>passing, warning, critical</c>.</param>
/// <param name="Output">What the last probe saw.</param>
/// <param name="UpdatedAt">When the last probe ended.</param>
internal sealed record HealthCheckResult(string Name, string Status, string Output, DateTimeOffset UpdatedAt)
{
    /// <summary>The last probe was good.</summary>
    public const string Passing = "passing";

    /// <summary>Not known yet, or failing within the grace period.</summary>
    public const string Warning = "warning";

    /// <summary>The last probe failed.</summary>
    public const string Critical = "critical";
}
