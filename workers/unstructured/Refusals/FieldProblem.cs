using System.Text.Json.Serialization;

namespace PipAi.Workers.Unstructured.Refusals;

/// <summary>One form field whose value cannot be read, in the form in which FastAPI, and so Unstructured's API, says it (422).</summary>
internal sealed record FieldProblem
{
    /// <summary>FastAPI's name of the mistake, such as <c>bool_parsing</c>.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>Where: <c>["body", name]</c>.</summary>
    [JsonPropertyName("loc")]
    public required IReadOnlyList<string> Location { get; init; }

    /// <summary>What would be right.</summary>
    [JsonPropertyName("msg")]
    public required string Message { get; init; }

    /// <summary>What was sent.</summary>
    [JsonPropertyName("input")]
    public required string? Input { get; init; }
}
