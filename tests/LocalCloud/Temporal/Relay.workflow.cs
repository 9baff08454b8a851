using Temporalio.Workflows;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Continues as new until none are left.</summary>
[Workflow]
public sealed class Relay
{
    [WorkflowRun]
    public async Task<string> RunAsync(int left, int ran)
    {
        await Workflow.DelayAsync(TimeSpan.FromMilliseconds(10));
        if (left > 0) throw Workflow.CreateContinueAsNewException((Relay next) => next.RunAsync(left - 1, ran + 1));
        return $"{ran + 1} runs";
    }
}

/// <summary>Counts signals and continues as new after every seventh: none may fall between two runs.</summary>
[Workflow]
public sealed class SignalCounter
{
    private readonly int carried;
    private int counted;

    [WorkflowInit]
    public SignalCounter(int carried, int wanted) => counted = this.carried = carried;

    [WorkflowRun]
    public async Task<int> RunAsync(int carried, int wanted)
    {
        await Workflow.WaitConditionAsync(() => counted >= wanted || counted - this.carried >= 7);
        await Workflow.WaitConditionAsync(() => Workflow.AllHandlersFinished);
        if (counted < wanted) throw Workflow.CreateContinueAsNewException((SignalCounter next) => next.RunAsync(counted, wanted));
        return counted;
    }

    [WorkflowSignal]
    public async Task CountAsync() => counted++;
}
