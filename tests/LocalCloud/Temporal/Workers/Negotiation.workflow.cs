using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Is asked for things, grants them later, and ends when it is told how.</summary>
[Workflow]
public sealed class Negotiation
{
    private string ends = "";
    private bool granted;

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        await Workflow.WaitConditionAsync(() => ends.Length > 0);
        return ends switch
        {
            "continues as new" => throw Workflow.CreateContinueAsNewException((Negotiation next) => next.RunAsync()),
            "fails" => throw new ApplicationFailureException("no luck"),
            _ => ends,
        };
    }

    [WorkflowSignal]
    public async Task EndAsync(string how) => ends = how;

    [WorkflowSignal]
    public async Task GrantAsync() => granted = true;

    [WorkflowUpdate]
    public async Task<string> AskAsync(string what)
    {
        if (what == "too much") throw new ApplicationFailureException("never", "Refused", nonRetryable: true);
        await Workflow.WaitConditionAsync(() => granted);
        return $"granted {what}";
    }
}
