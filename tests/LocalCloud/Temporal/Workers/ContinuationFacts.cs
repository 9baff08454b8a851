using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>What a run that follows another has of it: the same here and on Temporal's own server.</summary>
public abstract class ContinuationFacts(IServedTemporal temporal)
{
    [Fact]
    public async Task A_run_that_continues_as_new_hands_on_what_it_is_and_nothing_that_it_carries()
    {
        var hand = new HandWorker(temporal);
        var first = await hand.StartAsync(Laden);

        await hand.CompleteAsync(await hand.TaskAsync(), HandCommands.ContinueAsNew());

        var next = await StartedAsync(hand);
        Assert.Equal(("ByHand", hand.Queue, 900, 60), (next.WorkflowType.Name, next.TaskQueue.Name, next.WorkflowRunTimeout.Seconds,
            next.WorkflowTaskTimeout.Seconds));
        Assert.Equal((first, first, 1), (next.ContinuedExecutionRunId, next.FirstExecutionRunId, next.Attempt));
        Assert.Equal(ContinueAsNewInitiator.Workflow, next.Initiator);
        Assert.Equal(2, next.Priority.PriorityKey);
        Assert.Empty(next.Input?.Payloads_ ?? []);
        Assert.Empty(next.Header?.Fields ?? []);
        Assert.Empty(next.Memo?.Fields ?? []);
        Assert.Empty(next.SearchAttributes?.IndexedFields ?? []);
        Assert.Null(next.RetryPolicy);
        Assert.Null((await hand.HistoryAsync())[0].UserMetadata);
        Assert.Null((await hand.HistoryAsync(first))[^1].WorkflowExecutionContinuedAsNewEventAttributes.BackoffStartInterval);
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_run_that_continues_as_new_gives_the_next_what_it_says()
    {
        var hand = new HandWorker(temporal);
        var first = await hand.StartAsync();
        var queue = RunningTemporal.Unique("queue");

        await hand.CompleteAsync(await hand.TaskAsync(), HandCommands.ContinueAsNew(asked =>
        {
            asked.WorkflowType = new() { Name = "Other" };
            asked.TaskQueue = new() { Name = queue };
            asked.Input = new() { Payloads_ = { HandWorker.Text("given") } };
            asked.WorkflowRunTimeout = HandWorker.Seconds(700);
            asked.WorkflowTaskTimeout = HandWorker.Seconds(7);
            asked.BackoffStartInterval = HandWorker.Seconds(3600);
            asked.RetryPolicy = new() { MaximumAttempts = 7 };
            asked.Memo = new() { Fields = { ["mood"] = HandWorker.Text("good") } };
            asked.Header = new() { Fields = { ["trace"] = HandWorker.Text("7") } };
            asked.SearchAttributes = TemporalBed.Attributes(("Customer", "\"acme\""));
        }));

        var next = await StartedAsync(hand);
        Assert.Equal(("Other", queue, 700, 7, 3600), (next.WorkflowType.Name, next.TaskQueue.Name, next.WorkflowRunTimeout.Seconds,
            next.WorkflowTaskTimeout.Seconds, next.FirstWorkflowTaskBackoff.Seconds));
        Assert.Equal(
            3600, (await hand.HistoryAsync(first))[^1].WorkflowExecutionContinuedAsNewEventAttributes.BackoffStartInterval.Seconds);
        Assert.Equal((7, 2.0, 1), (next.RetryPolicy.MaximumAttempts, next.RetryPolicy.BackoffCoefficient,
            next.RetryPolicy.InitialInterval.Seconds));
        Assert.Equal(HandWorker.Text("given"), Assert.Single(next.Input.Payloads_));
        Assert.Equal(HandWorker.Text("good"), next.Memo.Fields["mood"]);
        Assert.Equal(HandWorker.Text("7"), next.Header.Fields["trace"]);
        Assert.Equal("\"acme\"", next.SearchAttributes.IndexedFields["Customer"].Data.ToStringUtf8());
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_run_that_is_tried_again_has_all_that_the_first_had_and_why_it_failed()
    {
        var hand = new HandWorker(temporal);
        var first = await hand.StartAsync(start =>
        {
            Laden(start);
            start.RetryPolicy = new() { MaximumAttempts = 3, InitialInterval = HandWorker.Seconds(3600) };
        });

        await hand.CompleteAsync(await hand.TaskAsync(), HandCommands.Fail("no luck"));

        var next = await StartedAsync(hand);
        Assert.Equal((first, first, 2), (next.ContinuedExecutionRunId, next.FirstExecutionRunId, next.Attempt));
        Assert.Equal(ContinueAsNewInitiator.Retry, next.Initiator);
        Assert.Equal((3600, "no luck"), (next.FirstWorkflowTaskBackoff.Seconds, next.ContinuedFailure.Message));
        Assert.Equal(2, next.Priority.PriorityKey);
        Assert.Equal(HandWorker.Text("given"), Assert.Single(next.Input.Payloads_));
        Assert.Equal(HandWorker.Text("good"), next.Memo.Fields["mood"]);
        Assert.Equal(HandWorker.Text("7"), next.Header.Fields["trace"]);
        Assert.Equal("\"acme\"", next.SearchAttributes.IndexedFields["Customer"].Data.ToStringUtf8());
        await hand.TerminateAsync();
    }

    [Theory]
    [InlineData("of a type that the policy names", RetryState.NonRetryableFailure)]
    [InlineData("too often", RetryState.MaximumAttemptsReached)]
    [InlineData("without a policy", RetryState.RetryPolicyNotSet)]
    [InlineData("when there is no time left", RetryState.Timeout)]
    public async Task A_run_that_fails_says_why_no_other_follows(string how, RetryState why)
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync(start =>
        {
            start.RetryPolicy = how switch
            {
                "of a type that the policy names" => new() { NonRetryableErrorTypes = { "Broken" } },
                "too often" => new() { MaximumAttempts = 1 },
                "without a policy" => null,
                _ => new() { InitialInterval = HandWorker.Seconds(3600) },
            };
            if (how == "when there is no time left") start.WorkflowExecutionTimeout = HandWorker.Seconds(600);
        });

        await hand.CompleteAsync(await hand.TaskAsync(), HandCommands.Fail("no luck"));

        Assert.Equal(why, (await hand.HistoryAsync())[^1].WorkflowExecutionFailedEventAttributes.RetryState);
        Assert.Equal(WorkflowExecutionStatus.Failed, (await hand.DescribeAsync()).WorkflowExecutionInfo.Status);
    }

    [Fact]
    public async Task A_signal_that_came_while_the_worker_continued_as_new_makes_it_look_again()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        var task = await hand.TaskAsync();
        await hand.SignalAsync("wait");

        await HandWorker.RefusedAsync(() => hand.CompleteAsync(task, HandCommands.ContinueAsNew()));

        var again = await hand.TaskAsync();
        Assert.Equal(WorkflowTaskFailedCause.UnhandledCommand, again.History.Events[3].WorkflowTaskFailedEventAttributes.Cause);
        Assert.Contains(EventType.WorkflowExecutionSignaled, HandWorker.Types(again.History.Events));
        await hand.CompleteAsync(again, HandWorker.Complete());
    }

    private static void Laden(StartWorkflowExecutionRequest start)
    {
        start.WorkflowRunTimeout = HandWorker.Seconds(900);
        start.Input = new() { Payloads_ = { HandWorker.Text("given") } };
        start.Memo = new() { Fields = { ["mood"] = HandWorker.Text("good") } };
        start.Header = new() { Fields = { ["trace"] = HandWorker.Text("7") } };
        start.SearchAttributes = TemporalBed.Attributes(("Customer", "\"acme\""));
        start.RetryPolicy = new() { MaximumAttempts = 3 };
        start.Priority = new Priority { PriorityKey = 2 };
        start.UserMetadata = new() { Summary = HandWorker.Text("a summary") };
    }

    private static async Task<WorkflowExecutionStartedEventAttributes> StartedAsync(HandWorker hand) =>
        (await hand.HistoryAsync())[0].WorkflowExecutionStartedEventAttributes;
}

public sealed class ContinuationTests(RunningTemporal temporal) : ContinuationFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealContinuationTests(ServedDevServer temporal) : ContinuationFacts(temporal);
