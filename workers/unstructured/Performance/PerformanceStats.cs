using System.Text.Json.Serialization;

namespace PipAi.Workers.Unstructured.Performance;

/// <summary>The body of <c>GET /performance-stats</c>: what an autoscaler or an operator needs to know of one instance.</summary>
internal sealed record PerformanceStats
{
    /// <summary>The Fly machine.</summary>
    [JsonPropertyName("machine")]
    public required string Machine { get; init; }

    /// <summary>The Fly region.</summary>
    [JsonPropertyName("region")]
    public required string Region { get; init; }

    /// <summary>Seconds since the process started.</summary>
    [JsonPropertyName("uptimeSeconds")]
    public required double UptimeSeconds { get; init; }

    /// <summary>Partition requests since the start.</summary>
    [JsonPropertyName("requests")]
    public required long Requests { get; init; }

    /// <summary>Those answered with 5xx: overload and our own mistakes.</summary>
    [JsonPropertyName("errors")]
    public required long Errors { get; init; }

    /// <summary>Those answered with 4xx: documents or parameters that are not read.</summary>
    [JsonPropertyName("refused")]
    public required long Refused { get; init; }

    /// <summary>Response times of the last five minutes.</summary>
    [JsonPropertyName("responseSeconds")]
    public required Percentiles ResponseSeconds { get; init; }

    /// <summary>Percent of all processors, 0 to 100.</summary>
    [JsonPropertyName("cpuPercent")]
    public required double CpuPercent { get; init; }

    /// <summary>Resident memory in bytes.</summary>
    [JsonPropertyName("memoryBytes")]
    public required long MemoryBytes { get; init; }

    /// <summary>Percent of the memory that the machine gives the process.</summary>
    [JsonPropertyName("memoryPercent")]
    public required double MemoryPercent { get; init; }

    /// <summary>Requests being worked on.</summary>
    [JsonPropertyName("working")]
    public required int Working { get; init; }

    /// <summary>How many can be worked on at a time.</summary>
    [JsonPropertyName("slots")]
    public required int Slots { get; init; }

    /// <summary>Requests that wait for a slot.</summary>
    [JsonPropertyName("queueDepth")]
    public required int QueueDepth { get; init; }

    /// <summary>How many may wait; more are answered with 503.</summary>
    [JsonPropertyName("queueLimit")]
    public required int QueueLimit { get; init; }
}
