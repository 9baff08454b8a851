using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What list filters find and what is none. The same facts hold of our service and of Temporal's own, which is how they are
/// known.</summary>
public abstract class ListFilterFacts
{
    private static readonly Lock Making = new();
    private static readonly Dictionary<string, Task> Made = [];

    public static TheoryData<string, string> Found => ListFilters.Found;

    public static TheoryData<string, string> Refused => ListFilters.Refused;

    public static TheoryData<string> RefusedCounts => ListFilters.RefusedCounts;

    /// <summary>The service in question.</summary>
    protected abstract TemporalBed Bed { get; }

    [Theory]
    [MemberData(nameof(Found))]
    public async Task A_filter_finds_the_runs_that_it_means(string filter, string expected)
    {
        await RunsAsync();

        if (expected == "!") await WrongInputFacts.RefusedAsync(() => FindAsync(filter), "is not a valid search attribute");
        else Assert.Equal(expected, await FindAsync(filter));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public Task A_wrong_filter_is_refused(string filter, string says) => WrongInputFacts.RefusedAsync(() => FindAsync(filter), says);

    [Theory]
    [MemberData(nameof(RefusedCounts))]
    public Task Counts_are_grouped_by_status_only(string filter) => WrongInputFacts.RefusedAsync(
        () => Bed.Service.CountWorkflowExecutionsAsync(new() { Namespace = TemporalBed.Namespace, Query = filter }), "invalid query");

    [Fact]
    public async Task Open_runs_are_listed_first()
    {
        await RunsAsync();

        Assert.Equal(3, (await Bed.Service.CountWorkflowExecutionsAsync(new() { Namespace = TemporalBed.Namespace, Query = "" })).Count);
        Assert.Equal("c", (await ListAsync("")).Executions[^1].Execution.WorkflowId);
    }

    private async Task<string> FindAsync(string filter) =>
        string.Join(' ', (await ListAsync(filter)).Executions.Select(run => run.Execution.WorkflowId).Order(StringComparer.Ordinal));

    private Task<ListWorkflowExecutionsResponse> ListAsync(string filter) =>
        Bed.Service.ListWorkflowExecutionsAsync(new() { Namespace = TemporalBed.Namespace, Query = filter, PageSize = 100 });

    /// <summary>Makes the runs, once a service.</summary>
    private Task RunsAsync()
    {
        lock (Making) return Made.TryGetValue(GetType().Name, out var made) ? made : Made[GetType().Name] = MakeAsync();
    }

    private async Task MakeAsync()
    {
        await StartAsync("a", ("Customer", "\"acme\""), ("Tags", """["x","y"]"""), ("Title", "\"A grand plan\""), ("Pages", "3"),
            ("Ratio", "0.5"),
            ("Urgent", "true"), ("Due", "\"2026-11-27T12:00:00Z\""));
        await StartAsync("b", ("Pages", "10"), ("Tags", """["y"]"""), ("Urgent", "false"), ("Customer", "null"));
        await StartAsync("c");
        await Bed.SendAsync(
            new TerminateWorkflowExecutionRequest { Namespace = TemporalBed.Namespace, WorkflowExecution = new() { WorkflowId = "c" } });
        // The server's lists follow after a while.
        await RunningTemporal.UntilAsync(async () => await FindAsync("CloseTime IS NULL") == "a b"
            && await FindAsync("ExecutionStatus = 'Terminated'") == "c");
    }

    private Task StartAsync(string id, params (string Name, string Json)[] attributes) => Bed.SendAsync(TemporalBed.Start(ask =>
    {
        (ask.WorkflowId, ask.WorkflowType.Name) = (id, "Nothing");
        if (attributes.Length > 0) ask.SearchAttributes = TemporalBed.Attributes(attributes);
    }));
}
