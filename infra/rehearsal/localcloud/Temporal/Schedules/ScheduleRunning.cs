using Grpc.Core;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>
/// The schedules that are there. What one decides is written before it is done, and what was done after: a service that ends in between
/// does the same again, by the same requests, and so nothing twice.
/// </summary>
internal sealed class ScheduleRunning(SerialExecutor executor, ScheduleActions actions, ScheduleFolder folder)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(string Namespace, string Id), ActiveSchedule> schedules = [];

    /// <summary>The schedules to which started workflows belong that have not ended.</summary>
    private readonly Dictionary<(string Namespace, string WorkflowId), ActiveSchedule> started = [];

    /// <summary>Those of a namespace.</summary>
    public IEnumerable<ScheduleState> Of(string namespaceId) =>
        schedules.Where(schedule => schedule.Key.Namespace == namespaceId).Select(schedule => schedule.Value.State);

    /// <summary>The one of an id, or null.</summary>
    public ActiveSchedule? Find(string namespaceId, string id) => schedules.GetValueOrDefault((namespaceId, id));

    /// <summary>The one of an id.</summary>
    /// <exception cref="RpcException">NOT_FOUND.</exception>
    public ActiveSchedule Existing(string namespaceId, string id) => Find(namespaceId, id) ?? throw RpcError.NotFound("schedule not found");

    /// <summary>Begins one.</summary>
    public void Add(ScheduleState created)
    {
        var state = SchedulePlan.Advance(created, executor.Now);
        folder.Save(state);
        Go(Take(state), () => state);
    }

    /// <summary>Changes one, unless the request was seen before. What was due until now comes first.</summary>
    public void Change(ActiveSchedule schedule, string requestId, Func<ScheduleState, DateTimeOffset, ScheduleState> change)
    {
        if (schedule.State.Requests.Contains(requestId)) return;
        var now = executor.Now;
        Go(schedule, () =>
        {
            var changed = change(SchedulePlan.Advance(schedule.State, now), now);
            return SchedulePlan.Advance(ScheduleChanges.Seen(changed, requestId), now);
        });
    }

    /// <summary>Ends one; what it has started goes on.</summary>
    public void Delete(ActiveSchedule schedule)
    {
        folder.Delete(schedule.State);
        Drop(schedule);
    }

    /// <summary>Takes up those that were there before a restart, and what they have missed.</summary>
    public void Recover()
    {
        foreach (var state in folder.Load()) RingAt(Take(state), executor.Now);
    }

    /// <summary>Forgets those of a namespace that is gone.</summary>
    public void Forget(string namespaceId)
    {
        foreach (var schedule in schedules.Values.Where(schedule => schedule.State.Namespace == namespaceId).ToArray()) Drop(schedule);
    }

    /// <summary>A run has ended in the turn now taken: what waited for it is looked at in a turn of its own.</summary>
    public void Ended(Run run)
    {
        if (started.TryGetValue((run.Key.Namespace, run.Key.WorkflowId), out var schedule))
            executor.After(TimeSpan.Zero, () => Ring(schedule));
    }

    private void Ring(ActiveSchedule schedule)
    {
        if (Find(schedule.State.Namespace, schedule.State.Id) != schedule) return;
        if (SchedulePlan.ExpiresAt(schedule.State) <= executor.Now)
        {
            Delete(schedule);
            return;
        }
        Go(schedule, () => SchedulePlan.Advance(schedule.State, executor.Now));
    }

    private void Go(ActiveSchedule schedule, Func<ScheduleState> decide)
    {
        ScheduleState? acted = null;
        executor.AtEnd(kept =>
        {
            if (kept && acted is not null && !ReferenceEquals(acted, schedule.State))
            {
                // What cannot be written now is written at the next change; a service that starts again before does the same again.
                Become(schedule, acted);
                executor.RunUnattended(() => folder.Save(acted));
            }
            RingAt(schedule, kept ? SchedulePlan.NextAt(schedule.State, executor.Now) : executor.Now + Pause);
        });
        Keep(schedule, decide());
        acted = actions.Act(schedule.State);
    }

    private void Keep(ActiveSchedule schedule, ScheduleState state)
    {
        if (ReferenceEquals(schedule.State, state)) return;
        folder.Save(state);
        Become(schedule, state);
    }

    private ActiveSchedule Take(ScheduleState state)
    {
        var schedule = schedules[(state.Namespace, state.Id)] = new(state);
        Become(schedule, state);
        return schedule;
    }

    private void Become(ActiveSchedule schedule, ScheduleState state)
    {
        Unwatch(schedule);
        schedule.State = state;
        foreach (var one in state.Unended) started[(state.Namespace, one.WorkflowId)] = schedule;
    }

    private void RingAt(ActiveSchedule schedule, DateTimeOffset? at)
    {
        schedule.Next?.Dispose();
        schedule.Next = at is { } next ? executor.At(next, () => Ring(schedule)) : null;
    }

    private void Drop(ActiveSchedule schedule)
    {
        schedule.Next?.Dispose();
        Unwatch(schedule);
        schedules.Remove((schedule.State.Namespace, schedule.State.Id));
    }

    private void Unwatch(ActiveSchedule schedule)
    {
        foreach (var one in schedule.State.Unended) started.Remove((schedule.State.Namespace, one.WorkflowId));
    }
}
