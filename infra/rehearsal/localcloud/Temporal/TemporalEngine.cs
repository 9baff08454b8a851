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
    private readonly Turns turns;
    private readonly RunStore runs = new();
    private readonly JournalFolder journals;
    private readonly RunRecovery recovery;
    private readonly BatchRunning batches;
    private readonly ScheduleRunning schedules;

    /// <summary>Puts it together and answers its methods in the table.</summary>
    public TemporalEngine(
        Turns turns, CloudAccount account, AttributeSchema schema, RequestRules rules, RpcTable table, string histories,
        ILoggerFactory loggers)
    {
        (this.turns, journals) = (turns, new(histories));
        var queues = new TaskQueues(turns);
        var tasks = new WorkflowTaskScheduling(turns, queues);
        var inbox = new Inbox(tasks);
        var closing = new RunClosing(runs, inbox, new RunResting(turns, journals));
        var starting = new RunStarting(turns, runs, journals, tasks, closing);
        var timers = new WorkflowTimers(turns, inbox);
        var activityClosing = new ActivityClosing(inbox);
        var activities = new ActivityScheduling(turns, queues, activityClosing);
        var commands = new CommandExecution(
            new ActivityCommands(activities, activityClosing),
            timers,
            new ChildCommands(runs, starting, closing, inbox),
            new ExternalCommands(runs, closing, inbox),
            new RunCommands(turns, closing, starting));
        var resuming = new RunResuming(starting, tasks, timers, activities);
        recovery = new RunRecovery(turns, runs, journals, new RunRetention(turns, runs, journals, account.RetentionOf), resuming);
        turns.KeepBy(journals.Commit, new RunUndoing(turns, runs, journals, resuming).Undo);
        var starts = new StartCalls(turns, runs, starting, closing);
        var signals = new SignalCalls(turns, runs, inbox, starts);
        var updates = new UpdateCalls(turns, runs, tasks);
        var visibility = new VisibilityCalls(turns, runs, schema);
        var resetting = new RunResetting(turns, runs, journals, closing, resuming, tasks);
        var deletion = new RunDeletion(turns, runs, journals, closing);
        batches = new BatchRunning(
            turns, runs, visibility, new BatchStep(closing, signals, resetting, deletion), new BatchFolder(histories));
        var scheduled = new ScheduleActions(turns, runs, starts, closing, rules, loggers.CreateLogger<ScheduleActions>());
        schedules = new ScheduleRunning(turns, scheduled, new ScheduleFolder(histories));
        closing.Closed += schedules.Ended;

        new NamespaceViewCalls(turns, account).Register(table);
        starts.Register(table);
        signals.Register(table);
        new HistoryCalls(turns, runs).Register(table);
        visibility.Register(table);
        new SearchAttributeCalls(turns, schema).Register(table);
        new QueryCalls(turns, runs, queues).Register(table);
        updates.Register(table);
        new UpdateWithStartCalls(turns, runs, starts, updates, rules).Register(table);
        new ResetCalls(turns, runs, resetting, deletion).Register(table);
        new BatchCalls(turns, batches).Register(table);
        new ScheduleCalls(turns, schedules, schema).Register(table);
        new TaskQueueCalls(turns, queues).Register(table);
        var validation = new CommandValidation(new CommandRules(schema));
        new WorkflowTaskCalls(turns, runs, queues, tasks, new WorkflowTaskCompletion(turns, tasks, validation, commands, closing)).Register(
            table);
        new ActivityCalls(turns, queues, new ActivityLookup(runs), activities, activityClosing).Register(table);
        new ActivityOperations(turns, runs, activities).Register(table);
    }

    /// <summary>Brings back the runs that the journals hold.</summary>
    public void Recover() => turns.Take(() =>
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
        turns.Take(() =>
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
