using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Parents and their children: the same here and on Temporal's own server.</summary>
public abstract class FamilyFacts(IServedTemporal temporal)
{
    [Theory]
    [InlineData("completes", EventType.ChildWorkflowExecutionCompleted)]
    [InlineData("fails", EventType.ChildWorkflowExecutionFailed)]
    [InlineData("cancels", EventType.ChildWorkflowExecutionCanceled)]
    [InlineData("is terminated", EventType.ChildWorkflowExecutionTerminated)]
    [InlineData("takes too long", EventType.ChildWorkflowExecutionTimedOut)]
    [InlineData("continues as new and completes", EventType.ChildWorkflowExecutionCompleted)]
    [InlineData("fails, is tried again and completes", EventType.ChildWorkflowExecutionCompleted)]
    public async Task A_parent_is_told_how_its_child_ended(string how, EventType told)
    {
        HandWorker parent = new(temporal), child = new(temporal);
        await parent.StartAsync();
        await parent.CompleteAsync(await parent.TaskAsync(), HandCommands.Child(child.Id, child.Queue, asked =>
        {
            if (how == "takes too long") asked.WorkflowRunTimeout = HandWorker.Seconds(1);
            if (how.Contains("again", StringComparison.Ordinal))
                asked.RetryPolicy = new() { InitialInterval = HandWorker.Seconds(1), MaximumAttempts = 2 };
        }));

        if (how == "is terminated")
        {
            await child.TaskAsync();
            await child.TerminateAsync();
        }
        else if (how != "takes too long")
        {
            foreach (var last in Turns(how)) await child.CompleteAsync(await child.TaskAsync(), last);
        }

        var end = await EndAsync(parent);
        Assert.Equal(told, end.EventType);
        Assert.Equal(5, PendingChildOf(end).Initiated);
        Assert.Equal((await child.DescribeAsync()).WorkflowExecutionInfo.Execution, PendingChildOf(end).Execution);
        if (how == "fails") Assert.Equal(("no luck", RetryState.RetryPolicyNotSet),
            (end.ChildWorkflowExecutionFailedEventAttributes.Failure.Message, end.ChildWorkflowExecutionFailedEventAttributes.RetryState));
        Assert.Empty((await parent.DescribeAsync()).PendingChildren);
        await parent.TerminateAsync();
    }

    [Theory]
    [InlineData(WorkflowIdReusePolicy.AllowDuplicate, "has completed", true)]
    [InlineData(WorkflowIdReusePolicy.AllowDuplicateFailedOnly, "has completed", false)]
    [InlineData(WorkflowIdReusePolicy.AllowDuplicateFailedOnly, "was terminated", true)]
    [InlineData(WorkflowIdReusePolicy.RejectDuplicate, "was terminated", false)]
    [InlineData(WorkflowIdReusePolicy.AllowDuplicate, "runs", false)]
    [InlineData((WorkflowIdReusePolicy)4, "runs", true)] // Terminate if running, which is deprecated.
    public async Task A_child_takes_an_id_again_if_its_policy_says_so(WorkflowIdReusePolicy policy, string former, bool starts)
    {
        HandWorker parent = new(temporal), child = new(temporal);
        var before = await child.StartAsync();
        if (former == "has completed") await child.CompleteAsync(await child.TaskAsync(), HandWorker.Complete());
        if (former == "was terminated") await child.TerminateAsync();
        await parent.StartAsync();

        await parent.CompleteAsync(await parent.TaskAsync(), HandCommands.Child(child.Id, child.Queue,
            asked => asked.WorkflowIdReusePolicy = policy));

        HistoryEvent? answer = null;
        await RunningTemporal.UntilAsync(async () => (answer = (await parent.HistoryAsync()).FirstOrDefault(happened =>
            happened.EventType is EventType.ChildWorkflowExecutionStarted or EventType.StartChildWorkflowExecutionFailed)) is not null);
        Assert.Equal(starts ? EventType.ChildWorkflowExecutionStarted : EventType.StartChildWorkflowExecutionFailed, answer!.EventType);
        if (!starts) Assert.Equal(StartChildWorkflowExecutionFailedCause.WorkflowAlreadyExists,
            answer.StartChildWorkflowExecutionFailedEventAttributes.Cause);
        if (former == "runs")
            Assert.Equal(starts ? WorkflowExecutionStatus.Terminated : WorkflowExecutionStatus.Running,
                (await child.DescribeAsync(before)).WorkflowExecutionInfo.Status);
        await parent.TerminateAsync();
    }

    [Theory]
    [InlineData("completes")]
    [InlineData("fails")]
    [InlineData("is terminated")]
    [InlineData("continues as new")]
    public async Task A_child_of_a_parent_that_ended_is_terminated_unless_it_was_let_go(string how)
    {
        HandWorker parent = new(temporal), kept = new(temporal), freed = new(temporal);
        await parent.StartAsync();
        await parent.CompleteAsync(
            await parent.TaskAsync(),
            HandCommands.Child(kept.Id, kept.Queue, asked => asked.ParentClosePolicy = ParentClosePolicy.Terminate),
            HandCommands.Child(freed.Id, freed.Queue, asked => asked.ParentClosePolicy = ParentClosePolicy.Abandon));
        await RunningTemporal.UntilAsync(async () =>
            HandWorker.Types(await parent.HistoryAsync()).Count(type => type == EventType.ChildWorkflowExecutionStarted) == 2);

        if (how == "is terminated") await parent.TerminateAsync();
        else await parent.CompleteAsync(await parent.TaskAsync(), Turns(how));

        await RunningTemporal.UntilAsync(async () =>
            (await kept.DescribeAsync()).WorkflowExecutionInfo.Status == WorkflowExecutionStatus.Terminated);
        var end = (await kept.HistoryAsync())[^1].WorkflowExecutionTerminatedEventAttributes;
        Assert.Equal(("by parent close policy", "history-service"), (end.Reason, end.Identity));
        Assert.Equal(WorkflowExecutionStatus.Running, (await freed.DescribeAsync()).WorkflowExecutionInfo.Status);
        await freed.TerminateAsync();
    }

    [Fact]
    public async Task A_child_that_ended_before_its_parent_looked_comes_whole_in_one_task()
    {
        HandWorker parent = new(temporal), child = new(temporal);
        await parent.StartAsync();
        await parent.CompleteAsync(await parent.TaskAsync(), HandCommands.Child(child.Id, child.Queue));
        await child.CompleteAsync(await child.TaskAsync(), HandWorker.Complete());
        await EndAsync(parent);

        var task = await parent.TaskAsync();

        Assert.Equal(
            [
                EventType.StartChildWorkflowExecutionInitiated,
                EventType.ChildWorkflowExecutionStarted,
                EventType.ChildWorkflowExecutionCompleted,
            ],
            HandWorker.Types(task.History.Events).Where(type => type.ToString().Contains("Child", StringComparison.Ordinal)));
        await parent.CompleteAsync(task, HandWorker.Complete());
    }

    [Fact]
    public async Task A_child_knows_its_parent_and_has_what_it_was_given()
    {
        HandWorker parent = new(temporal), child = new(temporal);
        var runId = await parent.StartAsync(start => start.Priority = new() { PriorityKey = 2, FairnessKey = "acme" });
        var ask = HandCommands.Child(child.Id, child.Queue, asked =>
        {
            asked.Input = new() { Payloads_ = { HandWorker.Text("given") } };
            asked.Memo = new() { Fields = { ["mood"] = HandWorker.Text("good") } };
            asked.Header = new() { Fields = { ["trace"] = HandWorker.Text("7") } };
            asked.SearchAttributes = TemporalBed.Attributes(("Customer", "\"acme\""));
            asked.Priority = new() { PriorityKey = 1 };
        });
        ask.UserMetadata = new() { Summary = HandWorker.Text("a child") };

        await parent.CompleteAsync(await parent.TaskAsync(), ask);

        var begun = (await child.TaskAsync()).History.Events[0];
        var started = begun.WorkflowExecutionStartedEventAttributes;
        Assert.Equal((temporal.Namespace, parent.Id, runId, 5), (started.ParentWorkflowNamespace,
            started.ParentWorkflowExecution.WorkflowId,
            started.ParentWorkflowExecution.RunId, started.ParentInitiatedEventId));
        Assert.Equal(HandWorker.Text("given"), Assert.Single(started.Input.Payloads_));
        Assert.Equal(HandWorker.Text("good"), started.Memo.Fields["mood"]);
        Assert.Equal(HandWorker.Text("7"), started.Header.Fields["trace"]);
        Assert.Equal("\"acme\"", started.SearchAttributes.IndexedFields["Customer"].Data.ToStringUtf8());
        Assert.Equal((1, "acme"), (started.Priority.PriorityKey, started.Priority.FairnessKey));
        Assert.Equal(HandWorker.Text("a child"), begun.UserMetadata.Summary);
        var pending = Assert.Single((await parent.DescribeAsync()).PendingChildren);
        Assert.Equal((child.Id, "ByHand", 5, ParentClosePolicy.Terminate), (pending.WorkflowId, pending.WorkflowTypeName,
            pending.InitiatedId, pending.ParentClosePolicy));
        await parent.TerminateAsync();
    }

    [Fact]
    public async Task A_parent_reaches_its_child_as_such_and_no_other_parents()
    {
        HandWorker parent = new(temporal), child = new(temporal);
        await parent.StartAsync();
        await parent.CompleteAsync(await parent.TaskAsync(), HandCommands.Child(child.Id, child.Queue));
        var task = await parent.TaskAsync();

        await parent.CompleteAsync(task, HandCommands.Signal(child.Execution, childOnly: true), HandCommands.Cancel(child.Execution,
            childOnly: true));

        // The server carries out each of the two when it comes to it.
        await RunningTemporal.UntilAsync(async () => (await child.DescribeAsync()).WorkflowExtendedInfo.CancelRequested
            && (await child.HistoryAsync()).Any(happened => happened.EventType == EventType.WorkflowExecutionSignaled));
        Assert.Single(await child.HistoryAsync(), happened => happened.EventType == EventType.WorkflowExecutionSignaled);
        await child.CompleteAsync(await child.TaskAsync(), HandCommands.Cancelled());
        Assert.Equal(EventType.ChildWorkflowExecutionCanceled, (await EndAsync(parent)).EventType);
        await parent.TerminateAsync();
    }

    private static Command[] Turns(string how) => how switch
    {
        "fails" => [HandCommands.Fail("no luck")],
        "cancels" => [HandCommands.Cancelled()],
        "continues as new" => [HandCommands.ContinueAsNew()],
        "continues as new and completes" => [HandCommands.ContinueAsNew(), HandWorker.Complete()],
        "fails, is tried again and completes" => [HandCommands.Fail("no luck"), HandWorker.Complete()],
        _ => [HandWorker.Complete()],
    };

    private static async Task<HistoryEvent> EndAsync(HandWorker parent)
    {
        HistoryEvent? end = null;
        await RunningTemporal.UntilAsync(async () => (end = (await parent.HistoryAsync()).FirstOrDefault(happened =>
            PendingChildOf(happened).Initiated > 0)) is not null);
        return end!;
    }

    private static (long Initiated, Temporalio.Api.Common.V1.WorkflowExecution? Execution) PendingChildOf(HistoryEvent end) => end switch
    {
        { ChildWorkflowExecutionCompletedEventAttributes: { } ended } => (ended.InitiatedEventId, ended.WorkflowExecution),
        { ChildWorkflowExecutionFailedEventAttributes: { } ended } => (ended.InitiatedEventId, ended.WorkflowExecution),
        { ChildWorkflowExecutionCanceledEventAttributes: { } ended } => (ended.InitiatedEventId, ended.WorkflowExecution),
        { ChildWorkflowExecutionTerminatedEventAttributes: { } ended } => (ended.InitiatedEventId, ended.WorkflowExecution),
        { ChildWorkflowExecutionTimedOutEventAttributes: { } ended } => (ended.InitiatedEventId, ended.WorkflowExecution),
        _ => default,
    };
}

public sealed class FamilyTests(RunningTemporal temporal) : FamilyFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealFamilyTests(ServedDevServer temporal) : FamilyFacts(temporal);
