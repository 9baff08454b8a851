using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace PipAi.Workers.Pipeline.Health;

/// <summary>The body of <c>GET /health</c>.</summary>
internal sealed record HealthReport
{
    /// <summary>
    /// <c>healthy</c> (answered with 200), or <c>connecting</c>, <c>deaf</c> (polls do not come back), <c>without storage</c>,
    /// <c>draining</c>, <c>ended</c> (503).
    /// </summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Why, in plain words.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>The Fly region.</summary>
    [JsonPropertyName("region")]
    public required string Region { get; init; }

    /// <summary>The Fly machine.</summary>
    [JsonPropertyName("machine")]
    public required string Machine { get; init; }

    /// <summary>The Fly app.</summary>
    [JsonPropertyName("app")]
    public required string App { get; init; }

    /// <summary>Whether the region is the app's primary one.</summary>
    [JsonPropertyName("primary")]
    public required bool Primary { get; init; }

    /// <summary>The identity in Temporal's views.</summary>
    [JsonPropertyName("identity")]
    public required string Identity { get; init; }

    /// <summary>The task queue that is polled.</summary>
    [JsonPropertyName("taskQueue")]
    public required string TaskQueue { get; init; }

    /// <summary>When Temporal last answered a poll of this worker; null: never.</summary>
    [JsonPropertyName("temporalAnsweredAt")]
    public required DateTimeOffset? TemporalAnsweredAt { get; init; }

    /// <summary>When a bucket last answered; null: never.</summary>
    [JsonPropertyName("storageAnsweredAt")]
    public required DateTimeOffset? StorageAnsweredAt { get; init; }

    /// <summary>The polls, by what they ask for.</summary>
    [JsonPropertyName("polls")]
    public required ImmutableArray<PollReport> Polls { get; init; }

    /// <summary>
    /// Open polls by kind, as the SDK counts them: <c>workflow_task</c>, <c>sticky_workflow_task</c>, <c>activity_task</c>.
    /// </summary>
    [JsonPropertyName("pollers")]
    public required IReadOnlyDictionary<string, long> Pollers { get; init; }

    /// <summary>Task slots in use by kind.</summary>
    [JsonPropertyName("slots")]
    public required IReadOnlyDictionary<string, SlotUse> Slots { get; init; }

    /// <summary>Activities running now.</summary>
    [JsonPropertyName("activeActivities")]
    public required int ActiveActivities { get; init; }

    /// <summary>Seconds since the process started.</summary>
    [JsonPropertyName("uptimeSeconds")]
    public required double UptimeSeconds { get; init; }
}
