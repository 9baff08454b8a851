using Temporalio.Api.Enums.V1;
using Temporalio.Client;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class ChildTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Fact]
    public async Task Children_run_and_answer_their_parent()
    {
        Assert.Equal(12, await temporal.WithWorkerAsync(queue => temporal.Client.ExecuteWorkflowAsync(
            (Parent parent) => parent.RunAsync(), new(RunningTemporal.Unique("parent"), queue))));
    }

    [Fact]
    public async Task A_failing_child_fails_the_call_of_its_parent()
    {
        Assert.Equal("children do not do negative numbers", await temporal.WithWorkerAsync(queue => temporal.Client
            .ExecuteWorkflowAsync((WorriedParent parent) => parent.RunAsync(), new(RunningTemporal.Unique("parent"), queue))));
    }

    [Fact]
    public async Task A_parent_cancels_its_child_and_learns_that_a_workflow_it_signals_is_not_there()
    {
        Assert.Equal("cancelled, nobody there", await temporal.WithWorkerAsync(queue => temporal.Client.ExecuteWorkflowAsync(
            (ImpatientParent parent) => parent.RunAsync(), new(RunningTemporal.Unique("parent"), queue))));
    }

    [Theory]
    [InlineData(Temporalio.Workflows.ParentClosePolicy.Terminate, WorkflowExecutionStatus.Terminated)]
    [InlineData(Temporalio.Workflows.ParentClosePolicy.Abandon, WorkflowExecutionStatus.Running)]
    [InlineData(Temporalio.Workflows.ParentClosePolicy.RequestCancel, WorkflowExecutionStatus.Canceled)]
    public async Task A_child_meets_the_fate_its_parent_chose_for_it(
        Temporalio.Workflows.ParentClosePolicy policy, WorkflowExecutionStatus fate)
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var child = await temporal.Client.ExecuteWorkflowAsync(
                (CarelessParent parent) => parent.RunAsync(policy), new(RunningTemporal.Unique("parent"), queue));

            await RunningTemporal.UntilAsync(async () => (await temporal.Client.GetWorkflowHandle(child).DescribeAsync()).Status == fate);
            return 0;
        });
    }
}
