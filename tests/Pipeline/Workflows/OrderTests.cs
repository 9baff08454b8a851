using System.Text.Json;
using PipAi.Pipeline.Tests.Platform;
using PipAi.Workers.Contracts.Documents;
using PipAi.Workers.Pipeline.Hosting;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;

namespace PipAi.Pipeline.Tests.Workflows;

/// <summary>Many documents at once: the first to come are the first to be answered. What is compared is order, not time.</summary>
public sealed class OrderTests(LocalTemporal temporal, LocalStorage storage) : IClassFixture<LocalTemporal>, IClassFixture<LocalStorage>
{
    private const int Count = 120;
    private readonly string queue = $"documents-{Guid.NewGuid():N}";

    [Fact]
    public async Task Documents_that_come_at_once_end_in_the_order_in_which_they_came()
    {
        await using var unstructured = await ScriptedUnstructured.StartAsync();
        var sent = new List<WorkflowHandle>();
        for (var i = 0; i < Count; i++) sent.Add(await SendAsync(i));

        await using (await RunningPipeline.StartAsync(RunningPipeline.Settings(temporal, storage, unstructured.Address, queue)))
        {
            foreach (var one in sent) await one.GetResultAsync<ProcessDocumentResult>().WaitAsync(TimeSpan.FromSeconds(120));
        }

        var ran = new List<(int Sent, DateTime Begun, DateTime Ended, bool OnOwnQueue)>();
        foreach (var (index, one) in sent.Index()) ran.Add(await HistoryAsync(index, one));
        var ended = ran.OrderBy(one => one.Ended).ToList();
        Assert.All(ended, (one, place) =>
        {
            // The door is open to the next as soon as a document has ended here, a moment before Temporal knows.
            var begun = ran.Count(other => other.Begun < one.Ended);
            Assert.True(begun <= place + (2 * PipelineWorker.OpenDocuments), $"{begun} documents had begun when only {place} had ended");
        });
        var early = ended.Take(Count / 2).Count(one => one.Sent < Count / 2);
        Assert.InRange(early, (Count / 2) - PipelineWorker.OpenDocuments, Count / 2);
        Assert.True(ran.Count(one => one.OnOwnQueue) > Count / 2, "last tasks do not come on the worker's own queue");
    }

    private async Task<WorkflowHandle> SendAsync(int index)
    {
        var key = $"documents/{index}/note.txt";
        await storage.PutAsync(LocalStorage.Primary, key, "Dear all");
        return await temporal.Client.StartWorkflowAsync(
            "ProcessDocument", [JsonSerializer.SerializeToElement(new { key })], new($"document-{Guid.NewGuid():N}", queue));
    }

    private static async Task<(int Sent, DateTime Begun, DateTime Ended, bool OnOwnQueue)> HistoryAsync(int index, WorkflowHandle handle)
    {
        var events = (await handle.FetchHistoryAsync()).Events;
        return (
            index,
            events.First(one => one.EventType == EventType.WorkflowTaskStarted).EventTime.ToDateTime(),
            events.Last(one => one.EventType == EventType.WorkflowExecutionCompleted).EventTime.ToDateTime(),
            events.Last(one => one.EventType == EventType.WorkflowTaskScheduled)
                .WorkflowTaskScheduledEventAttributes.TaskQueue.Kind == TaskQueueKind.Sticky);
    }
}
