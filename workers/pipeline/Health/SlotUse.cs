using System.Text.Json.Serialization;
using PipAi.Workers.Pipeline.Metrics;

namespace PipAi.Workers.Pipeline.Health;

/// <summary>How many task slots of one kind are taken and free.</summary>
/// <param name="Used">Tasks running.</param>
/// <param name="Available">Tasks that could start now; null where that is no fixed number.</param>
internal sealed record SlotUse(
    [property: JsonPropertyName("used")] long Used,
    [property: JsonPropertyName("available"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Available)
{
    /// <summary>By kind (<c>WorkflowWorker</c>, <c>ActivityWorker</c>), from the SDK's own gauges.</summary>
    public static IReadOnlyDictionary<string, SlotUse> From(MetricRegistry metrics, string taskQueue)
    {
        var used = metrics.GaugesBy("temporal_worker_task_slots_used", "worker_type", ("task_queue", taskQueue));
        var available = metrics.GaugesBy("temporal_worker_task_slots_available", "worker_type", ("task_queue", taskQueue));
        return available.Keys.Union(used.Keys)
            .Where(kind => kind is "WorkflowWorker" or "ActivityWorker")
            .Order(StringComparer.Ordinal)
            .ToDictionary(
                kind => kind, kind => new SlotUse(used.GetValueOrDefault(kind), available.TryGetValue(kind, out var free) ? free : null));
    }
}
