using System.Collections.Immutable;
using PipAi.LocalCloud.Temporal.Activities;
using PipAi.LocalCloud.Temporal.Batches;
using PipAi.LocalCloud.Temporal.Cloud;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Commands;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Filters;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Matching;
using PipAi.LocalCloud.Temporal.Messages;
using PipAi.LocalCloud.Temporal.Namespaces;
using PipAi.LocalCloud.Temporal.Recovery;
using PipAi.LocalCloud.Temporal.Resets;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Schedules;
using PipAi.LocalCloud.Temporal.Validation;
using PipAi.LocalCloud.Temporal.Visibility;
using PipAi.LocalCloud.Temporal.WorkflowTasks;
using Temporalio.Api.Cloud.Namespace.V1;

namespace PipAi.LocalCloud.Temporal;

/// <summary>The workflow service without its wire: all parts, put together in the one order their needs allow.</summary>
internal sealed class TemporalEngine : INamespaceBackend
{
    private readonly SerialExecutor executor;
    private readonly RunStore runs = new();
    private readonly JournalFolder journals;
    private readonly RunRecovery recovery;
    private readonly BatchRunning batches;
    private readonly ScheduleRunning schedules;
    private readonly ImmutableArray<Action<RpcTable>> calls;

    /// <summary>Puts it together.</summary>
    public TemporalEngine(
        SerialExecutor executor, CloudAccount account, AttributeSchema schema, RequestRules rules, TemporalServiceOptions options)
    {
        var histories = Path.Combine(options.Directory, "histories");
        (this.executor, journals) = (executor, new(histories));
        var queues = new TaskQueues(executor);
        var tasks = new WorkflowTaskScheduling(executor, queues);
        var events = new EventBuffer(tasks);
        var closing = new RunClosing(runs, events, new RunResting(executor, journals));
        var starting = new RunStarting(executor, runs, journals, tasks, closing);
        var timers = new WorkflowTimers(executor, events);
        var activityClosing = new ActivityClosing(events);
        var activities = new ActivityScheduling(executor, queues, activityClosing);
        var commands = new CommandExecution(
            new ActivityCommands(activities, activityClosing), timers, new ChildCommands(runs, starting, closing, events),
            new ExternalCommands(runs, closing, events), new RunCommands(executor, closing, starting));
        var resuming = new RunResuming(starting, tasks, timers, activities);
        recovery = new RunRecovery(executor, runs, journals, new RunRetention(executor, runs, journals, account.RetentionOf), resuming);
        executor.KeepBy(journals.Commit, new RunUndoing(executor, runs, journals, resuming).Undo);
        var starts = new StartCalls(executor, runs, starting, closing);
        var signals = new SignalCalls(executor, runs, events, starts);
        var updates = new UpdateCalls(executor, runs, tasks);
        var visibility = new VisibilityCalls(executor, runs, schema);
        var resetting = new RunResetting(executor, runs, journals, closing, resuming, tasks);
        var deletion = new RunDeletion(executor, runs, journals, closing);
        var step = new BatchStep(closing, signals, resetting, deletion);
        batches = new BatchRunning(executor, runs, visibility, step, new BatchFolder(histories));
        schedules = new ScheduleRunning(
            executor, new ScheduleActions(executor, runs, starts, closing, rules, options.Loggers), new ScheduleFolder(histories));
        closing.Closed += schedules.Ended;
        var completion = new WorkflowTaskCompletion(executor, tasks, new CommandValidation(new CommandRules(schema)), commands, closing);
        calls =
        [
            .. CallsOf(account, schema, queues), starts.Register, signals.Register, visibility.Register, updates.Register,
            new UpdateWithStartCalls(executor, runs, starts, updates, rules).Register,
            new WorkflowTaskCalls(executor, runs, queues, tasks, completion).Register,
            new ActivityCalls(executor, queues, new ActivityLookup(runs), activities, activityClosing).Register,
            new ActivityOperations(executor, runs, activities).Register, new ResetCalls(executor, runs, resetting, deletion).Register,
        ];
    }

    /// <summary>What needs no more than the runs, the batches and the schedules themselves.</summary>
    private IEnumerable<Action<RpcTable>> CallsOf(CloudAccount account, AttributeSchema schema, TaskQueues queues) =>
    [
        new NamespaceViewCalls(executor, account).Register, new HistoryCalls(executor, runs).Register,
        new SearchAttributeCalls(executor, schema).Register, new QueryCalls(executor, runs, queues).Register,
        new BatchCalls(executor, batches).Register, new ScheduleCalls(executor, schedules, schema).Register,
        new TaskQueueCalls(executor, queues).Register,
    ];

    /// <summary>Answers its methods in the table.</summary>
    public void Register(RpcTable table)
    {
        foreach (var register in calls) register(table);
    }

    /// <summary>Brings back the runs that the journals hold.</summary>
    public void Recover() => executor.Run(() =>
    {
        recovery.Recover();
        batches.Recover();
        schedules.Recover();
    });

    /// <inheritdoc/>
    public Task EnsureAsync(string namespaceId, NamespaceSpec spec, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task RenameAttributeAsync(string namespaceId, string name, string newName, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DeleteAsync(string namespaceId, CancellationToken cancellation)
    {
        executor.Run(() =>
        {
            batches.Forget(namespaceId);
            schedules.Forget(namespaceId);
            foreach (var run in runs.All.Where(run => run.Key.Namespace == namespaceId).ToArray())
            {
                run.Halt();
                runs.Remove(run);
            }
            journals.Forget(namespaceId);
        });
        return Task.CompletedTask;
    }
}
