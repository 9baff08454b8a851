using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>
/// What a workflow service refuses, and how. The same facts hold of ours and of Temporal's own, which is how they are known.
/// </summary>
public abstract class WrongInputFacts
{
    public static IEnumerable<TheoryDataRow<string>> Requests => WrongRequests.All.Keys.Select(name => new TheoryDataRow<string>(name));

    public static IEnumerable<TheoryDataRow<string>> Commands => WrongCommands.All.Keys.Select(name => new TheoryDataRow<string>(name));

    /// <summary>The service in question.</summary>
    protected abstract TemporalBed Bed { get; }

    /// <summary>Its version, 1.NN.</summary>
    protected abstract int Version { get; }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_wrong_request_is_refused(string name)
    {
        var (request, says) = WrongRequests.All[name];

        await RefusedAsync(() => Bed.SendAsync(request), says);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_wrong_command_fails_its_workflow_task_with_the_cause(string name)
    {
        var wrong = WrongCommands.All[name];

        var (run, refusal) = await Bed.CommandAsync(wrong.Commands);

        await RefusedAsync(() => throw refusal ?? new InvalidOperationException("the commands were taken"), wrong.Says);
        var events = await Bed.HistoryAsync(run);
        if (Version < wrong.Since)
        {
            Assert.DoesNotContain(events, happened => happened.EventType == EventType.WorkflowTaskFailed);
            return;
        }
        var failed = Assert.Single(
            events, happened => happened.EventType == EventType.WorkflowTaskFailed).WorkflowTaskFailedEventAttributes;
        Assert.Equal(wrong.Cause, failed.Cause);
        Assert.StartsWith($"{wrong.Cause}: ", failed.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(wrong.Says, failed.Failure.Message, StringComparison.Ordinal);
        // Of the commands nothing is carried out; the next attempt leaves no event.
        Assert.Equal(
            wrong.EndsRun ? [EventType.WorkflowTaskFailed, EventType.WorkflowExecutionTerminated] : [EventType.WorkflowTaskFailed],
            events.SkipWhile(happened => happened.EventType != EventType.WorkflowTaskFailed).Select(happened => happened.EventType));
    }

    [Fact]
    public async Task What_comes_after_the_last_command_is_refused_and_the_task_goes_on()
    {
        var complete = new Command
        {
            CommandType = CommandType.CompleteWorkflowExecution,
            CompleteWorkflowExecutionCommandAttributes = new(),
        };

        var (run, refusal) = await Bed.CommandAsync([complete, complete.Clone()]);

        await RefusedAsync(() => throw refusal!, "invalid command sequence");
        Assert.Equal(EventType.WorkflowTaskStarted, (await Bed.HistoryAsync(run))[^1].EventType);
    }

    [Fact]
    public async Task A_run_takes_what_is_just_right()
    {
        await Bed.SendAsync(TemporalBed.Start(ask =>
        {
            ask.WorkflowId = RunningTemporal.Unique(new string('x', 900)).PadRight(1000, 'y');
            ask.RetryPolicy = new() { MaximumAttempts = 1, BackoffCoefficient = 0.1, InitialInterval = new() { Seconds = -1 } };
            ask.WorkflowRunTimeout = new() { Seconds = 315_576_000_000 };
            ask.Input = TemporalBed.Sized((2 << 20) - 20);
            ask.SearchAttributes = TemporalBed.Attributes(("Customer", "null"), ("Tags", "[]"), ("Pages", "7"), ("Ratio", "2"));
        }));
    }

    [Fact]
    public async Task Timeouts_of_a_workflow_fit_into_each_other()
    {
        var (run, _) = await Bed.CommandAsync([], ask =>
        {
            (ask.WorkflowExecutionTimeout, ask.WorkflowRunTimeout) = (new() { Seconds = 60 }, new() { Seconds = 90 });
            ask.WorkflowTaskTimeout = new() { Seconds = 600 };
            ask.RetryPolicy = new() { MaximumAttempts = 2 };
        });
        var started = (await Bed.HistoryAsync(run))[0].WorkflowExecutionStartedEventAttributes;

        Assert.Equal(
            (60, 60, 60),
            (started.WorkflowExecutionTimeout.Seconds, started.WorkflowRunTimeout.Seconds, started.WorkflowTaskTimeout.Seconds));
        Assert.Equal(
            (1, 2.0, 100),
            (started.RetryPolicy.InitialInterval.Seconds, started.RetryPolicy.BackoffCoefficient,
                started.RetryPolicy.MaximumInterval.Seconds));
    }

    [Theory]
    [InlineData(20, 30, 40, 50, "20 20 20 20")]
    [InlineData(20, 0, 0, 0, "20 20 20 0")]
    [InlineData(0, 0, 30, 40, "60 60 30 30")]
    [InlineData(0, 10, 30, 0, "60 10 30 0")]
    [InlineData(90, 80, 70, 65, "60 60 60 60")]
    public async Task Timeouts_of_an_activity_fit_into_each_other(int whole, int wait, int attempt, int beat, string fitted)
    {
        var schedule = new Command
        {
            CommandType = CommandType.ScheduleActivityTask,
            ScheduleActivityTaskCommandAttributes = new()
            {
                ActivityId = "a",
                ActivityType = new() { Name = "Nothing" },
                TaskQueue = new() { Name = "nobody" },
                ScheduleToCloseTimeout = new() { Seconds = whole },
                ScheduleToStartTimeout = new() { Seconds = wait },
                StartToCloseTimeout = new() { Seconds = attempt },
                HeartbeatTimeout = new() { Seconds = beat },
            },
        };
        var (run, refusal) = await Bed.CommandAsync([schedule], ask => ask.WorkflowRunTimeout = new() { Seconds = 60 });

        Assert.Null(refusal);
        var scheduled = (await Bed.HistoryAsync(run))[^1].ActivityTaskScheduledEventAttributes;
        Assert.Equal(
            fitted,
            $"{scheduled.ScheduleToCloseTimeout.Seconds} {scheduled.ScheduleToStartTimeout.Seconds} {scheduled.StartToCloseTimeout.Seconds} {scheduled.HeartbeatTimeout.Seconds}");
    }

    [Fact]
    public async Task Search_attributes_tell_their_types_and_are_taken_off_by_null()
    {
        var upsert = new Command
        {
            CommandType = CommandType.UpsertWorkflowSearchAttributes,
            UpsertWorkflowSearchAttributesCommandAttributes =
                new() { SearchAttributes = TemporalBed.Attributes(("Tags", "[\"x\"]"), ("Pages", "4")) },
        };
        upsert.UpsertWorkflowSearchAttributesCommandAttributes.SearchAttributes.IndexedFields.Add(
            "Customer", new Payload { Metadata = { ["encoding"] = Google.Protobuf.ByteString.CopyFromUtf8("binary/null") } });
        var (run, refusal) = await Bed.CommandAsync(
            [upsert], ask => ask.SearchAttributes = TemporalBed.Attributes(("Customer", "\"acme\""), ("Pages", "3")));

        Assert.Null(refusal);
        var described = await Bed.Service.DescribeWorkflowExecutionAsync(new() { Namespace = TemporalBed.Namespace, Execution = run });
        var told = described.WorkflowExecutionInfo.SearchAttributes.IndexedFields.Where(field => field.Key != "BuildIds").OrderBy(
            field => field.Key)
            .Select(field => $"{field.Key} {field.Value.Metadata["type"].ToStringUtf8()} {field.Value.Data.ToStringUtf8()}");
        Assert.Equal(["Pages Int 4", "Tags KeywordList [\"x\"]"], told);
    }

    internal static async Task RefusedAsync(Func<Task> call, string says)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(RpcException.StatusCode.InvalidArgument, error.Code);
    }
}
