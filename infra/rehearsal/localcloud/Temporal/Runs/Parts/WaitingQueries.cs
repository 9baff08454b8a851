using Google.Protobuf.Collections;
using Temporalio.Api.Query.V1;

namespace PipAi.LocalCloud.Temporal.Runs.Parts;

/// <summary>The queries of a run that came while it had a workflow task: they go out and come back with one.</summary>
internal sealed class WaitingQueries
{
    private List<PendingQuery>? waiting;

    /// <summary>Lets a query wait.</summary>
    public void Add(PendingQuery query) => (waiting ??= []).Add(query);

    /// <summary>It waits no more.</summary>
    public void Remove(PendingQuery query) => waiting?.Remove(query);

    /// <summary>Gives them to a worker with a task; should that fail, they go out with the next.</summary>
    public void AddTo(MapField<string, WorkflowQuery> queries)
    {
        foreach (var query in waiting ?? []) queries[query.Id] = query.Asked;
    }

    /// <summary>Takes the answers that came with a completed task: what is answered does not go out again.</summary>
    public void Answer(MapField<string, WorkflowQueryResult> results)
    {
        if (results.Count == 0 || waiting is null) return;
        foreach (var query in waiting.Where(query => results.ContainsKey(query.Id))) query.Complete(results[query.Id]);
        waiting.RemoveAll(query => results.ContainsKey(query.Id));
    }
}
