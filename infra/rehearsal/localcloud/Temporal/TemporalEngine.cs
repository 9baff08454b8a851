using Microsoft.Extensions.Logging;
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

    /// <summary>Puts it together and answers its methods in the table.</summary>
    public TemporalEngine(
        SerialExecutor executor, CloudAccount account, AttributeSchema schema, RequestRules rules, RpcTable table, string histories,
        ILoggerFactory loggers)
    {
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
            new ActivityCommands(activities, activityClosing),
            timers,
            new ChildCommands(runs, starting, closing, events),
            new ExternalCommands(runs, closing, events),
            new RunCommands(executor, closing, starting));
        var resuming = new RunResuming(starting, tasks, timers, activities);
        recovery = new RunRecovery(executor, runs, journals, new RunRetention(executor, runs, journals, account.RetentionOf), resuming);
        executor.KeepBy(journals.Commit, new RunUndoing(executor, runs, journals, resuming).Undo);
        var starts = new StartCalls(executor, runs, starting, closing);
        var signals = new SignalCalls(executor, runs, events, starts);
        var updates = new UpdateCalls(executor, runs, tasks);
        var visibility = new VisibilityCalls(executor, runs, schema);
        var resetting = new RunResetting(executor, runs, journals, closing, resuming, tasks);
        var deletion = new RunDeletion(executor, runs, journals, closing);
        batches = new BatchRunning(
            executor, runs, visibility, new BatchStep(closing, signals, resetting, deletion), new BatchFolder(histories));
        var scheduled = new ScheduleActions(executor, runs, starts, closing, rules, loggers.CreateLogger<ScheduleActions>());
        schedules = new ScheduleRunning(executor, scheduled, new ScheduleFolder(histories));
        closing.Closed += schedules.Ended;

        new NamespaceViewCalls(executor, account).Register(table);
        starts.Register(table);
        signals.Register(table);
        new HistoryCalls(executor, runs).Register(table);
        visibility.Register(table);
        new SearchAttributeCalls(executor, schema).Register(table);
        new QueryCalls(executor, runs, queues).Register(table);
        updates.Register(table);
        new UpdateWithStartCalls(executor, runs, starts, updates, rules).Register(table);
        new ResetCalls(executor, runs, resetting, deletion).Register(table);
        new BatchCalls(executor, batches).Register(table);
        new ScheduleCalls(executor, schedules, schema).Register(table);
        new TaskQueueCalls(executor, queues).Register(table);
        var validation = new CommandValidation(new CommandRules(schema));
        new WorkflowTaskCalls(
            executor, runs, queues, tasks, new WorkflowTaskCompletion(executor, tasks, validation, commands, closing)).Register(
            table);
        new ActivityCalls(executor, queues, new ActivityLookup(runs), activities, activityClosing).Register(table);
        new ActivityOperations(executor, runs, activities).Register(table);
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
