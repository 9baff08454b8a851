using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Workflows that signal others, or ask them to cancel: the same here and on Temporal's own server.</summary>
public abstract class ReachingFacts(IServedTemporal temporal)
{
    [Theory]
    [InlineData("one that runs", true, true)]
    [InlineData("the run of one that runs", true, true)]
    [InlineData("one that has ended", false, true)]
    [InlineData("a run that continued as new", false, true)]
    [InlineData("nobody", false, false)]
    [InlineData("itself", false, false)]
    [InlineData("one that is no child, as a child", false, false)]
    public async Task A_workflow_learns_whether_it_reached(string whom, bool signalled, bool cancelled)
    {
        HandWorker sender = new(temporal), target = new(temporal);
        await sender.StartAsync();
        var named = await NamedAsync(whom, sender, target);
        var asChild = whom.EndsWith("as a child", StringComparison.Ordinal);

        await sender.CompleteAsync(await sender.TaskAsync(), HandCommands.Signal(named, asChild), HandCommands.Cancel(named, asChild));

        var (signal, cancel) = await AnswersAsync(sender);
        Assert.Equal(signalled ? EventType.ExternalWorkflowExecutionSignaled : EventType.SignalExternalWorkflowExecutionFailed,
            signal.EventType);
        Assert.Equal(
            cancelled ? EventType.ExternalWorkflowExecutionCancelRequested : EventType.RequestCancelExternalWorkflowExecutionFailed,
            cancel.EventType);
        if (!signalled)
            Assert.Equal(SignalExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound,
                signal.SignalExternalWorkflowExecutionFailedEventAttributes.Cause);
        if (!cancelled)
            Assert.Equal(CancelExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound,
                cancel.RequestCancelExternalWorkflowExecutionFailedEventAttributes.Cause);
        if (whom == "a run that continued as new") Assert.False((await target.DescribeAsync()).WorkflowExtendedInfo.CancelRequested);
        await sender.TerminateAsync();
    }

    [Fact]
    public async Task Who_was_reached_knows_by_whom()
    {
        HandWorker sender = new(temporal), target = new(temporal);
        var runId = await sender.StartAsync();
        await target.StartAsync();

        await sender.CompleteAsync(await sender.TaskAsync(), HandCommands.Signal(target.Execution), HandCommands.Cancel(target.Execution));

        await AnswersAsync(sender);
        var events = await target.HistoryAsync();
        var signal = events.Single(happened =>
            happened.EventType == EventType.WorkflowExecutionSignaled).WorkflowExecutionSignaledEventAttributes;
        var cancel = events.Single(happened =>
            happened.EventType == EventType.WorkflowExecutionCancelRequested).WorkflowExecutionCancelRequestedEventAttributes;
        var from = new WorkflowExecution { WorkflowId = sender.Id, RunId = runId };
        Assert.Equal(("hello", "history-service", from), (signal.SignalName, signal.Identity, signal.ExternalWorkflowExecution));
        Assert.Equal((6, "history-service", from), (cancel.ExternalInitiatedEventId, cancel.Identity, cancel.ExternalWorkflowExecution));
        await sender.TerminateAsync();
        await target.TerminateAsync();
    }

    [Fact]
    public async Task A_request_to_cancel_says_who_asked_and_why_and_is_heard_once()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();

        foreach (var why in (string[])["enough", "enough again"])
        {
            await hand.Service.RequestCancelWorkflowExecutionAsync(new()
            {
                Namespace = temporal.Namespace,
                WorkflowExecution = hand.Execution,
                Identity = "operator",
                Reason = why,
                RequestId = Guid.NewGuid().ToString(),
            });
        }

        var asked = Assert.Single(await hand.HistoryAsync(), happened => happened.EventType == EventType.WorkflowExecutionCancelRequested);
        Assert.Equal(("enough", "operator"), (asked.WorkflowExecutionCancelRequestedEventAttributes.Cause,
            asked.WorkflowExecutionCancelRequestedEventAttributes.Identity));
        await hand.TerminateAsync();
    }

    private static async Task<WorkflowExecution> NamedAsync(string whom, HandWorker sender, HandWorker target)
    {
        if (whom == "nobody") return new() { WorkflowId = RunningTemporal.Unique("nobody") };
        if (whom == "itself") return sender.Execution;
        var runId = await target.StartAsync();
        switch (whom)
        {
            case "one that has ended":
                await target.TerminateAsync();
                break;
            case "a run that continued as new":
                await target.CompleteAsync(await target.TaskAsync(), HandCommands.ContinueAsNew());
                break;
            default:
                break;
        }
        return new()
        {
            WorkflowId = target.Id,
            RunId = whom.Contains("run",
            StringComparison.Ordinal) && whom != "one that runs" ? runId : ""
        };
    }

    private static async Task<(HistoryEvent Signal, HistoryEvent Cancel)> AnswersAsync(HandWorker sender)
    {
        HistoryEvent? signal = null, cancel = null;
        await RunningTemporal.UntilAsync(async () =>
        {
            var events = await sender.HistoryAsync();
            signal = events.FirstOrDefault(happened =>
                happened.EventType is EventType.ExternalWorkflowExecutionSignaled or EventType.SignalExternalWorkflowExecutionFailed);
            cancel = events.FirstOrDefault(happened =>
                happened.EventType is EventType.ExternalWorkflowExecutionCancelRequested
                    or EventType.RequestCancelExternalWorkflowExecutionFailed);
            return signal is not null && cancel is not null;
        });
        return (signal!, cancel!);
    }
}

public sealed class ReachingTests(RunningTemporal temporal) : ReachingFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealReachingTests(ServedDevServer temporal) : ReachingFacts(temporal);
