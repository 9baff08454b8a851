using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Tests.Temporal.Schedules;

/// <summary>A schedule by hand, one call at a time, whose workflows wait for a worker by hand.</summary>
internal sealed class HandSchedule(IServedTemporal temporal)
{
    public HandWorker Hand { get; } = new(temporal);

    public string Id { get; } = RunningTemporal.Unique("nightly");

    private Temporalio.Client.WorkflowService Service => temporal.Client.WorkflowService;

    /// <summary>A schedule that acts when it is asked to only, if nothing else is said.</summary>
    public CreateScheduleRequest Creation(Action<Schedule>? configure = null)
    {
        var schedule = new Schedule
        {
            Spec = new(),
            Action = new() { StartWorkflow = Workflow() },
            Policies = new() { OverlapPolicy = ScheduleOverlapPolicy.Skip },
            State = new() { Notes = "first" },
        };
        configure?.Invoke(schedule);
        return new()
        {
            Namespace = temporal.Namespace,
            ScheduleId = Id,
            Schedule = schedule,
            Identity = "hand",
            RequestId = Guid.NewGuid().ToString(),
        };
    }

    public NewWorkflowExecutionInfo Workflow() => new()
    {
        WorkflowId = Hand.Id,
        WorkflowType = new() { Name = "ByHand" },
        TaskQueue = new() { Name = Hand.Queue },
        WorkflowTaskTimeout = HandWorker.Seconds(60),
    };

    public Task<CreateScheduleResponse> CreateAsync(Action<Schedule>? configure = null) => Service.CreateScheduleAsync(Creation(configure));

    public Task<DescribeScheduleResponse> DescribeAsync() =>
        Service.DescribeScheduleAsync(new() { Namespace = temporal.Namespace, ScheduleId = Id });

    public Task UpdateAsync(Schedule schedule, Action<UpdateScheduleRequest>? configure = null)
    {
        var request = new UpdateScheduleRequest
        {
            Namespace = temporal.Namespace,
            ScheduleId = Id,
            Schedule = schedule,
            RequestId = Guid.NewGuid().ToString(),
        };
        configure?.Invoke(request);
        return Service.UpdateScheduleAsync(request);
    }

    public Task PatchAsync(SchedulePatch patch, string? requestId = null) => Service.PatchScheduleAsync(
        new() { Namespace = temporal.Namespace, ScheduleId = Id, Patch = patch, RequestId = requestId ?? Guid.NewGuid().ToString() });

    /// <summary>Asks for an action, as of a certain second, so that two do not have the same.</summary>
    public Task TriggerAsync(int second = 0, ScheduleOverlapPolicy overlap = ScheduleOverlapPolicy.Unspecified) => PatchAsync(new()
    {
        TriggerImmediately = new() { OverlapPolicy = overlap, ScheduledTime = At($"2026-11-27T03:00:{second:00}Z") },
    });

    public Task DeleteAsync() => Service.DeleteScheduleAsync(new() { Namespace = temporal.Namespace, ScheduleId = Id });

    public async Task<string> TimesAsync(string from, string to) => string.Join(' ',
        (await Service.ListScheduleMatchingTimesAsync(
            new() { Namespace = temporal.Namespace, ScheduleId = Id, StartTime = At(from), EndTime = At(to) }))
            .StartTime.Select(time => JsonFormatter.ToDiagnosticString(time).Trim('"')));

    /// <summary>Waits until a description says something, and answers it.</summary>
    public async Task<DescribeScheduleResponse> UntilAsync(Func<DescribeScheduleResponse, bool> holds)
    {
        var described = await DescribeAsync();
        await RunningTemporal.UntilAsync(async () => holds(described = await DescribeAsync()));
        return described;
    }

    public static Timestamp At(string time) =>
        Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    public static IntervalSpec Every(int seconds, int phase = 0) =>
        new() { Interval = HandWorker.Seconds(seconds), Phase = HandWorker.Seconds(phase) };

    public static BackfillRequest Past(string from, string to, ScheduleOverlapPolicy overlap) =>
        new() { StartTime = At(from), EndTime = At(to), OverlapPolicy = overlap };

    /// <summary>The times that stand in the ids of the workflows started last.</summary>
    public static IEnumerable<string> TimesOf(DescribeScheduleResponse described) =>
        described.Info.RecentActions.Select(recent => recent.StartWorkflowResult.WorkflowId[^20..]);
}
