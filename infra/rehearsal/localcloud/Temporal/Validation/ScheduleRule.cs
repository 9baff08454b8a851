using System.Text;
using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Schedules.Times;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.Workflow.V1;

namespace PipAi.LocalCloud.Temporal.Validation;

/// <summary>What schedules must be, beyond what their fields say by their types.</summary>
internal static class ScheduleRule
{
    /// <summary>At Temporal's, schedules are workflows: their ids have this before them, and count with it.</summary>
    private const string IdPrefix = "temporal-sys-scheduler:";

    private const int NoteBytes = 1000;
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;
    private const string LongId = "WorkflowId length exceeds limit.";

    /// <summary>The fields of the workflow that a schedule starts, as a line of the tables.</summary>
    public const string Workflow =
        "workflow_type! task_queue! workflow_execution_timeout workflow_run_timeout workflow_task_timeout search_attributes";

    /// <summary>What is wrong with an id.</summary>
    public static string? IdFault(string id) => Bytes(IdPrefix + id) > Limits.IdBytes ? LongId : null;

    /// <summary>What is wrong with a time.</summary>
    public static string? TimeFault(Timestamp? time) =>
        time is null or { Seconds: >= FirstSecond and <= LastSecond, Nanos: >= 0 and <= 999_999_999 } ? null : "is no time";

    /// <summary>What is wrong with when a schedule acts.</summary>
    public static string? SpecFault(ScheduleSpec? spec)
    {
        if (spec is null) return null;
        if (TimeFault(spec.StartTime) is { } start) return $"StartTime {start}";
        if (TimeFault(spec.EndTime) is { } end) return $"EndTime {end}";
        try
        {
            CanonicalSpec.Of(spec);
            return null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>What is wrong with the workflow that it starts, besides its fields.</summary>
    public static string? WorkflowFault(NewWorkflowExecutionInfo workflow)
    {
        if (Bytes(workflow.WorkflowId) + WorkflowIdSuffix.Length > Limits.IdBytes) return LongId;
        if (workflow.CronSchedule.Length > 0) return "Scheduled workflow must not contain CronSchedule";
        return workflow.WorkflowIdReusePolicy is WorkflowIdReusePolicy.Unspecified or WorkflowIdReusePolicy.AllowDuplicate ? null
            : "Scheduled workflow must not contain WorkflowIDReusePolicy";
    }

    /// <summary>What is wrong with what is to be done at once.</summary>
    public static string? PatchFault(SchedulePatch? patch)
    {
        if (patch is null) return null;
        if (Bytes(patch.Pause) > NoteBytes || Bytes(patch.Unpause) > NoteBytes) return "Schedule notes exceeds limit.";
        if (TimeFault(patch.TriggerImmediately?.ScheduledTime) is { } scheduled) return $"ScheduledTime {scheduled}";
        var faults = patch.BackfillRequest.Select(backfill => TimeFault(backfill.StartTime) ?? TimeFault(backfill.EndTime));
        return faults.FirstOrDefault(fault => fault is not null) is { } wrong ? $"BackfillRequest {wrong}" : null;
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
