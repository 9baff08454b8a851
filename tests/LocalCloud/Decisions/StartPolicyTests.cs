using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Tests.Decisions;

/// <summary>Whether a workflow id may be used again, and whether a workflow that failed runs again, and when.</summary>
public sealed class StartPolicyTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly Failure Failed = new() { ApplicationFailureInfo = new() { Type = "Wrong" } };

    [Theory]
    [InlineData(WorkflowIdReusePolicy.AllowDuplicate, "")]
    [InlineData(WorkflowIdReusePolicy.Unspecified, "")]
    [InlineData(WorkflowIdReusePolicy.AllowDuplicateFailedOnly, "Completed ContinuedAsNew")]
    [InlineData(WorkflowIdReusePolicy.RejectDuplicate, "Canceled Completed ContinuedAsNew Failed Terminated TimedOut")]
    public void An_id_is_used_again_unless_the_policy_forbids_it_after_such_an_end(WorkflowIdReusePolicy policy, string refused)
    {
        EventType[] ends =
        [
            EventType.WorkflowExecutionCanceled, EventType.WorkflowExecutionCompleted, EventType.WorkflowExecutionContinuedAsNew,
            EventType.WorkflowExecutionFailed, EventType.WorkflowExecutionTerminated, EventType.WorkflowExecutionTimedOut,
        ];
        Assert.Equal(
            refused,
            string.Join(' ', ends.Select(end => Started(end: end)).Where(run => StartPolicy.Refuses(run, policy)).Select(
                run => run.Summary.Status)));
        Assert.True(StartPolicy.Refuses(Started(), policy));
        Assert.False(StartPolicy.Refuses(null, policy));
    }

    [Theory]
    [InlineData(WorkflowIdConflictPolicy.TerminateExisting, WorkflowIdReusePolicy.AllowDuplicate, true)]
    // 4 is what clients of old say: terminate if running.
    [InlineData(WorkflowIdConflictPolicy.Unspecified, (WorkflowIdReusePolicy)4, true)]
    [InlineData(WorkflowIdConflictPolicy.Fail, WorkflowIdReusePolicy.AllowDuplicate, false)]
    [InlineData(WorkflowIdConflictPolicy.UseExisting, WorkflowIdReusePolicy.RejectDuplicate, false)]
    public void Either_policy_may_end_a_run_that_is_in_the_way(
        WorkflowIdConflictPolicy conflict, WorkflowIdReusePolicy reuse, bool isEnded) => Assert.Equal(
        isEnded, StartPolicy.TerminatesOpen(new() { WorkflowIdConflictPolicy = conflict, WorkflowIdReusePolicy = reuse }));

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, null)]
    public void A_workflow_that_failed_runs_again_as_its_policy_says(int attempt, int? seconds)
    {
        var run = Started(attempt, new RetryPolicy { InitialInterval = Seconds(10), MaximumAttempts = 3 });
        var (order, runId, state) = WorkflowRetry.After(run, Failed, Began.AddMinutes(1));
        if (seconds is null)
        {
            Assert.Equal((null, null, RetryState.MaximumAttemptsReached), (order, runId, state));
            return;
        }

        Assert.Equal(RetryState.InProgress, state);
        Assert.NotNull(order);
        Assert.Equal(Seconds(seconds.Value), order.Delay);
        Assert.Equal(
            (attempt + 1, run.Key.RunId, ContinueAsNewInitiator.Retry),
            (order.Attributes.Attempt, order.Attributes.ContinuedExecutionRunId, order.Attributes.Initiator));
        Assert.NotEqual(run.Key.RunId, runId);
    }

    [Fact]
    public void Without_a_policy_of_its_own_it_does_not() => Assert.Equal(
        RetryState.RetryPolicyNotSet, WorkflowRetry.After(Started(), Failed, Began).State);

    [Theory]
    [InlineData(69, RetryState.InProgress)]
    [InlineData(91, RetryState.Timeout)]
    public void None_begins_after_the_time_of_all_of_them(int elapsed, RetryState state) => Assert.Equal(
        state,
        WorkflowRetry.After(
            Started(1, new RetryPolicy { InitialInterval = Seconds(10) }, expiry: 100), Failed, Began.AddSeconds(elapsed)).State);

    [Theory]
    [InlineData(99, RetryState.InProgress)]
    [InlineData(100, RetryState.Timeout)]
    public void One_that_took_too_long_runs_again_while_there_is_time(int elapsed, RetryState state) => Assert.Equal(
        state,
        WorkflowRetry.AfterTimeout(
            Started(1, new RetryPolicy { InitialInterval = Seconds(1) }, expiry: 100), Began.AddSeconds(elapsed)).State);

    [Theory]
    [InlineData(0, 0, 1000)]
    [InlineData(300, 0, 700)]
    [InlineData(300, 600, 700)]
    [InlineData(300, 700, 700)]
    [InlineData(5000, 0, 0)]
    [InlineData(0, 2000, 2000)]
    public void Two_runs_begin_a_second_apart_at_least(int lasted, int pause, int waited) => Assert.Equal(
        TimeSpan.FromMilliseconds(waited),
        WorkflowRetry.AtLeast(Started(), TimeSpan.FromMilliseconds(pause), Began.AddMilliseconds(lasted)));

    private static Run Started(int attempt = 1, RetryPolicy? policy = null, int? expiry = null, EventType? end = null)
    {
        var key = new RunKey("namespace", "workflow", "run");
        // Nothing is committed, so that nothing is written.
        var run = new Run(key, new FakeTimeProvider(Began), new RunJournal(key, new JournalFolder("nowhere")));
        run.Append(new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionStarted,
            WorkflowExecutionStartedEventAttributes = new()
            {
                Attempt = attempt,
                RetryPolicy = policy,
                WorkflowExecutionExpirationTime =
                    expiry is { } seconds ? Timestamp.FromDateTimeOffset(Began.AddSeconds(seconds)) : null,
            },
        });
        if (end is { } type) run.Append(new HistoryEvent { EventType = type });
        return run;
    }

    private static Duration Seconds(int seconds) => new() { Seconds = seconds };
}
