using Grpc.Core;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Validation;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>Does to workflows what schedules have decided, and sees how those ended that they had started.</summary>
internal sealed class ScheduleActions(
    SerialExecutor executor, RunStore runs, StartCalls starts, RunClosing closing, RequestRules rules, ILoggerFactory loggers)
{
    private readonly ILogger log = loggers.CreateLogger<ScheduleActions>();

    /// <summary>Does all that a schedule is to do now; answers its state when that is done.</summary>
    public ScheduleState Act(ScheduleState state)
    {
        state = Ends(state).Aggregate(state, ScheduleChanges.Ended);
        for (var isWhole = false; !isWhole;)
        {
            var decision = ScheduleDecision.Of(state);
            (state, isWhole) = (decision.State, decision.IsWhole);
            foreach (var start in decision.Starts)
            {
                if (Start(state, start) is { } run) state = ScheduleChanges.Started(state, start, run.Key.Execution, executor.Now);
                else isWhole = false;
            }
            foreach (var running in state.Running) End(state, running, decision.Ending);
        }
        return state;
    }

    private Run? Start(ScheduleState state, BufferedStart start)
    {
        var ask = ScheduledWorkflow.Request(state, start);
        try
        {
            return rules.Fault(ask) is { } fault ? throw RpcError.Invalid(fault) : starts.Start(ask).Run;
        }
        catch (RpcException refusal)
        {
            // Refused before anything was done: the schedule goes on without it.
            log.LogWarning("Schedule '{Id}' could not start '{WorkflowId}': {Why}", state.Id, ask.WorkflowId, refusal.Status.Detail);
            return null;
        }
    }

    private void End(ScheduleState state, WorkflowExecution started, ScheduleOverlapPolicy how)
    {
        if (Latest(state, started) is not { IsOpen: true } run) return;
        var identity = ScheduledWorkflow.Identity(state);
        if (how == ScheduleOverlapPolicy.TerminateOther) closing.Terminate(run, "terminated by schedule overlap policy", identity);
        if (how == ScheduleOverlapPolicy.CancelOther)
            closing.RequestCancel(run, new() { Cause = "cancelled by schedule overlap policy", Identity = identity });
    }

    /// <summary>How those of its workflows ended whose end it has not seen.</summary>
    private IEnumerable<WorkflowEnd> Ends(ScheduleState state) => state.Unended
        .Select(started => (started, run: Latest(state, started)))
        .Where(ended => ended.run is not { IsOpen: true })
        .Select(ended => Ended(ended.started, ended.run));

    private Run? Latest(ScheduleState state, WorkflowExecution started) =>
        runs.LatestOfChain(state.Namespace, started.WorkflowId, started.RunId);

    private static WorkflowEnd Ended(WorkflowExecution started, Run? run)
    {
        if (run is null) return new(started, WorkflowExecutionStatus.Unspecified, null, null);
        var end = run.Events[^1];
        var (completed, failed) = (end.WorkflowExecutionCompletedEventAttributes, end.WorkflowExecutionFailedEventAttributes);
        return new(started, run.Summary.Status, completed?.Result, failed?.Failure);
    }
}
