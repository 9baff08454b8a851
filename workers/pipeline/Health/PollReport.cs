using System.Text.Json.Serialization;

namespace PipAi.Workers.Pipeline.Health;

/// <summary>The polls for one kind of task, in <c>GET /health</c>.</summary>
/// <param name="TaskQueue">The queue.</param>
/// <param name="Kind"><c>workflow</c> or <c>activity</c>.</param>
/// <param name="Open">Open polls.</param>
/// <param name="AnsweredAt">When Temporal last answered one; null: never.</param>
internal sealed record PollReport(
    [property: JsonPropertyName("taskQueue")] string TaskQueue,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("open")] long Open,
    [property: JsonPropertyName("answeredAt")] DateTimeOffset? AnsweredAt)
{
    /// <summary>Reports a sight of this moment.</summary>
    public static PollReport Of(PollSight sight, DateTimeOffset now) => new(
        sight.Queue.TaskQueue, sight.Queue.Kind == PollKind.Workflow ? "workflow" : "activity", sight.Open, now - sight.SinceAnswer);
}
