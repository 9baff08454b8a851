namespace PipAi.LocalCloud.Control;

/// <summary>A health check of a machine.</summary>
/// <param name="Name">Name as the Machines API shows it.</param>
/// <param name="Status"><c>passing, warning, critical</c>.</param>
/// <param name="Output">What the last probe saw.</param>
/// <param name="UpdatedAt">When the last probe ended.</param>
public sealed record CheckStatus(string Name, string Status, string Output, DateTimeOffset UpdatedAt);
