using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Journals;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Workflow.V1;

namespace PipAi.LocalCloud.Temporal.Runs.Parts;

/// <summary>How far an activity's attempts are: they leave no event before the last one ends, but must survive a restart.</summary>
internal static class ActivityNote
{
    /// <summary>The kind of these notes.</summary>
    public const string Kind = "activity";

    /// <summary>Takes in a note.</summary>
    public static void Apply(MarkerRecordedEventAttributes note, PendingActivity activity)
    {
        if (JournalMark.Content(note, PendingActivityInfo.Parser) is not { } noted || activity.State == ActivityState.Closed) return;
        activity.State = noted switch
        {
            { State: PendingActivityState.Started } => ActivityState.Started,
            { NextAttemptScheduleTime: not null } => ActivityState.BackingOff,
            _ => ActivityState.Scheduled,
        };
        activity.Attempt = noted.Attempt;
        activity.LastFailure = noted.LastFailure;
        activity.HeartbeatDetails = noted.HeartbeatDetails;
        activity.LastWorker = noted.LastWorkerIdentity;
        activity.Identity = activity.State == ActivityState.Started ? noted.LastWorkerIdentity : "";
        activity.RetryInterval = noted.CurrentRetryInterval?.ToTimeSpan();
        activity.StartedAt = Read(noted.LastStartedTime);
        activity.LastHeartbeatAt = Read(noted.LastHeartbeatTime);
        activity.LastAttemptEndedAt = Read(noted.LastAttemptCompleteTime);
        activity.AttemptScheduledAt = Read(noted.NextAttemptScheduleTime ?? noted.ScheduledTime);
        activity.PauseInfo = noted.PauseInfo;
        if (noted.ActivityOptions is { } options) activity.SetOptions(options);
    }

    /// <summary>The content of the note.</summary>
    public static PendingActivityInfo Of(PendingActivity activity) => new()
    {
        State = activity.State == ActivityState.Started ? PendingActivityState.Started : PendingActivityState.Scheduled,
        Attempt = activity.Attempt,
        LastFailure = activity.LastFailure,
        HeartbeatDetails = activity.HeartbeatDetails,
        LastWorkerIdentity = activity.LastWorker,
        CurrentRetryInterval = activity.RetryInterval is { } pause ? Duration.FromTimeSpan(pause) : null,
        LastStartedTime = Written(activity.StartedAt),
        LastHeartbeatTime = Written(activity.LastHeartbeatAt),
        LastAttemptCompleteTime = Written(activity.LastAttemptEndedAt),
        ScheduledTime = Written(activity.AttemptScheduledAt),
        NextAttemptScheduleTime = activity.State == ActivityState.BackingOff ? Written(activity.AttemptScheduledAt) : null,
        PauseInfo = activity.PauseInfo,
        ActivityOptions = activity.HasOwnOptions ? activity.Options : null,
    };

    private static DateTimeOffset Read(Timestamp? time) => time?.ToDateTimeOffset() ?? default;

    private static Timestamp? Written(DateTimeOffset time) => time == default ? null : Timestamp.FromDateTimeOffset(time);
}
