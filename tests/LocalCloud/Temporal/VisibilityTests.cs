namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class VisibilityTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Fact]
    public async Task Workflows_are_found_by_filter()
    {
        foreach (var id in new[] { "a-1", "a-2", "b" })
            await temporal.Client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), new(id, "a-queue"));
        await temporal.Client.GetWorkflowHandle("b").TerminateAsync();

        Assert.Equal("a-2 a-1 b", await FoundAsync(""));
        Assert.Equal("a-2 a-1", await FoundAsync("WorkflowType = 'Conversation' AND ExecutionStatus = 'Running'"));
        Assert.Equal("a-2 a-1 b", await FoundAsync("ExecutionStatus IN ('Running', 'Terminated')"));
        Assert.Equal("a-2 a-1 b", await FoundAsync("WorkflowId STARTS_WITH 'a-' OR WorkflowId = 'b'"));
        Assert.Equal("b", await FoundAsync("(WorkflowId = 'a-1' OR WorkflowId = \"b\") AND ExecutionStatus != 'Running'"));
        Assert.Equal("a-2 a-1", await FoundAsync("StartTime > '2020-01-01T00:00:00Z' AND CloseTime IS NULL"));
        Assert.Equal("", await FoundAsync("StartTime < '2020-01-01T00:00:00Z'"));
        Assert.Equal("", await FoundAsync("TaskQueue = 'another-queue'"));

        var counted = await temporal.Client.CountWorkflowsAsync("GROUP BY ExecutionStatus");
        Assert.Equal((3, 2), ((int)counted.Count, counted.Groups.Count));
    }

    private async Task<string> FoundAsync(string filter)
    {
        var ids = new List<string>();
        await foreach (var found in temporal.Client.ListWorkflowsAsync(filter)) ids.Add(found.Id);
        return string.Join(' ', ids);
    }
}
