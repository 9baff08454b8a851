using System.Text.Json.Serialization;

namespace PipAi.Workers.Unstructured.Performance;

/// <summary>Response times in seconds, waiting in the queue included.</summary>
/// <param name="Samples">How many requests the figures are of.</param>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P95">95 of 100 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
internal sealed record Percentiles(
    [property: JsonPropertyName("samples")] int Samples,
    [property: JsonPropertyName("p50")] double P50,
    [property: JsonPropertyName("p95")] double P95,
    [property: JsonPropertyName("p99")] double P99);
