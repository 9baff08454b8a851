using System.Text;
using Temporalio.Api.Common.V1;

namespace PipAi.LocalCloud.Temporal.Policies;

/// <summary>In which order tasks leave a queue that has more of them than workers: what is not said of a child or an activity is its
/// workflow's.</summary>
internal static class Priorities
{
    private const int Default = 3;
    private const int Last = 5;
    private const int LongestFairnessKey = 64;

    /// <summary>What holds of something that a workflow started.</summary>
    public static Priority? Merge(Priority? ofWorkflow, Priority? own)
    {
        if (ofWorkflow is null || own is null) return own ?? ofWorkflow;
        return new()
        {
            PriorityKey = own.PriorityKey == 0 ? ofWorkflow.PriorityKey : own.PriorityKey,
            FairnessKey = own.FairnessKey.Length == 0 ? ofWorkflow.FairnessKey : own.FairnessKey,
            FairnessWeight = own.FairnessWeight == 0 ? ofWorkflow.FairnessWeight : own.FairnessWeight,
        };
    }

    /// <summary>The level of a task, from 1, which goes first, to 5.</summary>
    public static int LevelOf(Priority? priority) => priority is { PriorityKey: > 0 } ? Math.Min(priority.PriorityKey, Last) : Default;

    /// <summary>What is wrong with it; null if nothing is.</summary>
    public static string? Fault(Priority? priority) =>
        priority is null ? null
        : priority.PriorityKey < 0 ? "PriorityKey can't be negative"
        : Encoding.UTF8.GetByteCount(priority.FairnessKey) > LongestFairnessKey ? "FairnessKey length exceeds limit"
        : priority.FairnessWeight < 0 ? "FairnessWeight can't be negative"
        : null;
}
