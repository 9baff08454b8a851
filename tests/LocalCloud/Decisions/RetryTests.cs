using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Policies;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Tests.Decisions;

/// <summary>Whether Temporal tries again, when, and how long things may take: the decisions themselves, in tables.</summary>
public sealed class RetryTests
{
    [Theory]
    // The default: after a second, doubled each time, at most a hundred seconds.
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(7, 64)]
    [InlineData(8, 100)]
    [InlineData(5000, 100)]
    public void The_pause_doubles_up_to_a_hundred_times_the_first(int attempt, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), After(new RetryPolicy(), attempt, Application()).Pause);

    [Theory]
    [InlineData(2, 3, 10, 1, 2)]
    [InlineData(2, 3, 10, 2, 6)]
    [InlineData(2, 3, 10, 3, 10)]
    [InlineData(5, 1, 60, 9, 5)]
    public void A_policy_sets_the_first_pause_its_growth_and_the_longest(int first, double growth, int longest, int attempt, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), After(new RetryPolicy
        {
            InitialInterval = Seconds(first),
            BackoffCoefficient = growth,
            MaximumInterval = Seconds(longest),
        }, attempt, Application()).Pause);

    [Theory]
    [InlineData(0, 1000, RetryState.InProgress)]
    [InlineData(1, 1, RetryState.MaximumAttemptsReached)]
    [InlineData(3, 2, RetryState.InProgress)]
    [InlineData(3, 3, RetryState.MaximumAttemptsReached)]
    [InlineData(3, 4, RetryState.MaximumAttemptsReached)]
    public void Attempts_are_counted_and_none_is_without_end(int most, int attempt, RetryState state) =>
        Assert.Equal(state, After(new RetryPolicy { MaximumAttempts = most }, attempt, Application()).State);

    [Theory]
    [InlineData(3.999, RetryState.Timeout)]
    [InlineData(4.0, RetryState.InProgress)]
    [InlineData(null, RetryState.InProgress)]
    public void No_attempt_is_waited_for_beyond_the_time_of_the_whole(double? left, RetryState state)
    {
        var decision = After(new RetryPolicy(), 3, Application(), left is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        Assert.Equal((state, state == RetryState.InProgress), (decision.State, decision.Pause is not null));
    }

    [Theory]
    [InlineData("plain", true)]
    [InlineData("not retryable", false)]
    [InlineData("listed", false)]
    [InlineData("not listed", true)]
    [InlineData("terminated", false)]
    [InlineData("cancelled", false)]
    [InlineData("took too long", true)]
    [InlineData("silent", true)]
    [InlineData("waited too long", false)]
    [InlineData("took too long in all", false)]
    [InlineData("took too long, listed", false)]
    [InlineData("of the server", true)]
    [InlineData("of the server, final", false)]
    public void Some_failures_are_final(string kind, bool isTriedAgain)
    {
        var policy = new RetryPolicy();
        if (kind == "listed") policy.NonRetryableErrorTypes.Add("Wrong");
        if (kind == "not listed") policy.NonRetryableErrorTypes.Add("Other");
        if (kind == "took too long, listed") policy.NonRetryableErrorTypes.Add("TemporalTimeout:StartToClose");
        var failure = kind switch
        {
            "plain" => new Failure(),
            "terminated" => new Failure { TerminatedFailureInfo = new() },
            "cancelled" => new Failure { CanceledFailureInfo = new() },
            "took too long" or "took too long, listed" => Timeout(TimeoutType.StartToClose),
            "silent" => Timeout(TimeoutType.Heartbeat),
            "waited too long" => Timeout(TimeoutType.ScheduleToStart),
            "took too long in all" => Timeout(TimeoutType.ScheduleToClose),
            "of the server" => new Failure { ServerFailureInfo = new() },
            "of the server, final" => new Failure { ServerFailureInfo = new() { NonRetryable = true } },
            _ => Application(isFinal: kind == "not retryable"),
        };
        Assert.Equal(
            isTriedAgain ? RetryState.InProgress : RetryState.NonRetryableFailure, After(policy, 1, failure).State);
    }

    [Fact]
    public void A_failure_may_say_itself_when_to_try_again_however_long_the_policys_pause()
    {
        var failure = Application();
        failure.ApplicationFailureInfo.NextRetryDelay = Seconds(7200);
        Assert.Equal(TimeSpan.FromHours(2), After(new RetryPolicy { MaximumInterval = Seconds(1) }, 5, failure).Pause);
        Assert.Equal(RetryState.Timeout, After(new RetryPolicy(), 5, failure, TimeSpan.FromHours(1)).State);
    }

    [Theory]
    [InlineData(2, "-1 10 0", "", "invalid InitialInterval set on retry policy: negative duration")]
    [InlineData(0.9, "1 10 0", "", "BackoffCoefficient cannot be less than 1 on retry policy.")]
    [InlineData(double.NaN, "1 10 0", "", "BackoffCoefficient cannot be less than 1 on retry policy.")]
    [InlineData(0, "1 10 0", "", null)]
    [InlineData(2, "1 -1 0", "", "invalid MaximumInterval set on retry policy: negative duration")]
    [InlineData(2, "10 9 0", "", "MaximumInterval cannot be less than InitialInterval on retry policy.")]
    [InlineData(2, "10 10 0", "", null)]
    [InlineData(2, "1 10 -1", "", "MaximumAttempts cannot be negative on retry policy.")]
    [InlineData(2, "1 10 0", "TemporalTimeout:Never", "Invalid timeout type value: Never.")]
    [InlineData(2, "1 10 0", "TemporalTimeout:Heartbeat", null)]
    [InlineData(2, "1 10 0", "Anything", null)]
    // With a single attempt nothing else matters.
    [InlineData(0.1, "-1 -1 1", "TemporalTimeout:Never", null)]
    public void A_policy_is_refused_for(double growth, string numbers, string type, string? fault)
    {
        int[] parts = [.. numbers.Split(' ').Select(int.Parse)];
        var policy = new RetryPolicy
        {
            InitialInterval = Seconds(parts[0]),
            BackoffCoefficient = growth,
            MaximumInterval = Seconds(parts[1]),
            MaximumAttempts = parts[2],
        };
        if (type.Length > 0) policy.NonRetryableErrorTypes.Add(type);
        Assert.Equal(fault, RetryPolicyRule.Fault(policy));
    }

    [Theory]
    [InlineData("0 0 0", "0 0 10")]
    [InlineData("100 0 0", "100 100 10")]
    [InlineData("100 200 0", "100 100 10")]
    [InlineData("100 50 0", "100 50 10")]
    // A task has ten seconds, two minutes at most, and no more than its run.
    [InlineData("0 0 119", "0 0 119")]
    [InlineData("0 0 121", "0 0 120")]
    [InlineData("0 5 60", "0 5 5")]
    public void A_runs_timeouts_are_fitted_into_each_other(string asked, string fitted)
    {
        int[] seconds = [.. asked.Split(' ').Select(int.Parse)];
        var started = new WorkflowExecutionStartedEventAttributes
        {
            WorkflowExecutionTimeout = Seconds(seconds[0]),
            WorkflowRunTimeout = Seconds(seconds[1]),
            WorkflowTaskTimeout = Seconds(seconds[2]),
        };
        RunTimeouts.Fit(started);
        Assert.Equal(
            fitted,
            $"{started.WorkflowExecutionTimeout.Seconds} {started.WorkflowRunTimeout.Seconds} {started.WorkflowTaskTimeout.Seconds}");
    }

    [Theory]
    [InlineData("0 0 10 0", 0, "0 0 10 0")]
    [InlineData("60 0 0 0", 0, "60 60 60 0")]
    [InlineData("60 90 70 0", 0, "60 60 60 0")]
    [InlineData("60 5 7 0", 0, "60 5 7 0")]
    [InlineData("60 0 10 20", 0, "60 60 10 10")]
    [InlineData("60 0 10 5", 0, "60 60 10 5")]
    [InlineData("0 0 10 0", 30, "30 30 10 0")]
    [InlineData("60 0 40 0", 30, "30 30 30 0")]
    public void An_activitys_timeouts_are_deduced_and_fitted_into_the_runs(string asked, int run, string fitted)
    {
        int[] seconds = [.. asked.Split(' ').Select(int.Parse)];
        var order = new ActivityTaskScheduledEventAttributes
        {
            ScheduleToCloseTimeout = Seconds(seconds[0]),
            ScheduleToStartTimeout = Seconds(seconds[1]),
            StartToCloseTimeout = Seconds(seconds[2]),
            HeartbeatTimeout = Seconds(seconds[3]),
        };
        ActivityTimeouts.Fit(order, new WorkflowExecutionStartedEventAttributes { WorkflowRunTimeout = Seconds(run) });
        Assert.Equal(
            fitted,
            $"{order.ScheduleToCloseTimeout.Seconds} {order.ScheduleToStartTimeout.Seconds} {order.StartToCloseTimeout.Seconds} "
                + $"{order.HeartbeatTimeout.Seconds}");
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    [InlineData(9, 5)]
    public void A_task_goes_before_another_by_its_level(int key, int level)
    {
        Assert.Equal(level, Priorities.LevelOf(new Priority { PriorityKey = key }));
        Assert.Equal(3, Priorities.LevelOf(null));
    }

    [Fact]
    public void What_an_activity_does_not_say_is_its_workflows()
    {
        var ofWorkflow = new Priority { PriorityKey = 2, FairnessKey = "a", FairnessWeight = 3 };
        Assert.Equal(ofWorkflow, Priorities.Merge(ofWorkflow, new Priority()));
        Assert.Equal(ofWorkflow, Priorities.Merge(ofWorkflow, null));
        var own = new Priority { PriorityKey = 4, FairnessKey = "b", FairnessWeight = 5 };
        Assert.Equal(own, Priorities.Merge(ofWorkflow, own));
        Assert.Equal(own, Priorities.Merge(null, own));
        Assert.Equal(
            new Priority { PriorityKey = 2, FairnessKey = "b", FairnessWeight = 3 },
            Priorities.Merge(ofWorkflow, new Priority { FairnessKey = "b" }));
    }

    [Theory]
    [InlineData(-1, 0, 0, "PriorityKey can't be negative")]
    [InlineData(1, 64, 0, null)]
    [InlineData(1, 65, 0, "FairnessKey length exceeds limit")]
    [InlineData(1, 1, -1, "FairnessWeight can't be negative")]
    public void A_priority_is_refused_for(int key, int length, float weight, string? fault) => Assert.Equal(
        fault, Priorities.Fault(new Priority { PriorityKey = key, FairnessKey = new string('k', length), FairnessWeight = weight }));

    private static RetryDecision After(RetryPolicy policy, int attempt, Failure failure, TimeSpan? left = null) =>
        RetryDecision.After(RetryDecision.WithDefaults(policy), attempt, failure, left);

    private static Failure Application(bool isFinal = false) =>
        new() { ApplicationFailureInfo = new() { Type = "Wrong", NonRetryable = isFinal } };

    private static Failure Timeout(TimeoutType type) => new() { TimeoutFailureInfo = new() { TimeoutType = type } };

    private static Duration Seconds(int seconds) => new() { Seconds = seconds };
}
