using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Talks: signals, queries and updates until it is told to finish.</summary>
[Workflow]
public sealed class Conversation
{
    private readonly List<string> heard = [];
    private int total;
    private bool finished;

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        await Workflow.WaitConditionAsync(() => finished);
        return $"{string.Join(",", heard)} total {total}";
    }

    [WorkflowSignal]
    public async Task HearAsync(string word) => heard.Add(word);

    [WorkflowSignal]
    public async Task FinishAsync() => finished = true;

    [WorkflowQuery]
    public string Heard() => string.Join(",", heard);

    [WorkflowQuery]
    public string Breaks() => throw new InvalidOperationException("the query broke");

    [WorkflowUpdate]
    public async Task<int> AddAsync(int number)
    {
        await Workflow.DelayAsync(TimeSpan.FromMilliseconds(50));
        return total += number;
    }

    [WorkflowUpdateValidator(nameof(AddAsync))]
    public void ValidateAdd(int number)
    {
        if (number < 0) throw new ApplicationFailureException("numbers must not be negative");
    }
}
