using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Doubles a number, after a while.</summary>
[Workflow]
public sealed class Child
{
    [WorkflowRun]
    public async Task<int> RunAsync(int number)
    {
        if (number < 0) throw new ApplicationFailureException("children do not do negative numbers");
        await Workflow.DelayAsync(TimeSpan.FromMilliseconds(20));
        return number * 2;
    }
}

/// <summary>Has three children at once.</summary>
[Workflow]
public sealed class Parent
{
    [WorkflowRun]
    public async Task<int> RunAsync()
    {
        var doubled = await Workflow.WhenAllAsync(
            Enumerable.Range(1, 3).Select(number => Workflow.ExecuteChildWorkflowAsync((Child child) => child.RunAsync(number))));
        return doubled.Sum();
    }
}

/// <summary>Its child fails.</summary>
[Workflow]
public sealed class WorriedParent
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        try
        {
            await Workflow.ExecuteChildWorkflowAsync((Child child) => child.RunAsync(-1));
            return "no worries";
        }
        catch (ChildWorkflowFailureException failure)
        {
            return failure.InnerException!.Message;
        }
    }
}

/// <summary>Starts a child that waits for ever, and ends without it.</summary>
[Workflow]
public sealed class CarelessParent
{
    [WorkflowRun]
    public async Task<string> RunAsync(ParentClosePolicy policy)
    {
        var child = await Workflow.StartChildWorkflowAsync((Conversation child) => child.RunAsync(), new() { ParentClosePolicy = policy });
        return child.Id;
    }
}

/// <summary>Cancels its child, which waits for ever, and signals a workflow that is not there.</summary>
[Workflow]
public sealed class ImpatientParent
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        using var timeout = new CancellationTokenSource();
        var child = await Workflow.StartChildWorkflowAsync(
            (Conversation child) => child.RunAsync(), new() { CancellationToken = timeout.Token });
        timeout.Cancel();
        var (ended, signalled) = ("not cancelled", "signalled");
        try
        {
            await child.GetResultAsync();
        }
        catch (ChildWorkflowFailureException failure) when (failure.InnerException is CanceledFailureException)
        {
            ended = "cancelled";
        }
        try
        {
            await Workflow.GetExternalWorkflowHandle<Conversation>("nobody").SignalAsync(talk => talk.FinishAsync());
        }
        catch (ApplicationFailureException)
        {
            signalled = "nobody there";
        }
        return $"{ended}, {signalled}";
    }
}

/// <summary>Waits for days.</summary>
[Workflow]
public sealed class Sleeper
{
    [WorkflowRun]
    public async Task<string> RunAsync(int days)
    {
        await Workflow.DelayAsync(TimeSpan.FromDays(days));
        return $"slept {days} days";
    }
}

/// <summary>Does what leaves only a mark: a local activity, a patch, a memo; gives up a timer.</summary>
[Workflow]
public sealed class Diary
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        var local = await Workflow.ExecuteLocalActivityAsync(
            () => TestActivities.Echo("local"), new() { StartToCloseTimeout = TimeSpan.FromSeconds(5) });
        var patched = Workflow.Patched("a-patch");
        Workflow.UpsertMemo(MemoUpdate.ValueSet("mood", "good"));
        Workflow.UpsertTypedSearchAttributes(SearchAttributeKey.CreateKeyword("Customer").ValueSet("acme"));
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Workflow.CancellationToken);
        var hour = Workflow.DelayAsync(TimeSpan.FromHours(1), impatience.Token);
        await Workflow.DelayAsync(TimeSpan.FromMilliseconds(10));
        impatience.Cancel();
        try
        {
            await hour;
        }
        catch (OperationCanceledException)
        {
            return $"{local}, patched {patched}, memo written, timer given up";
        }
        return "waited an hour";
    }
}
