using System.Text.Json;
using PipAi.Pipeline.Tests.Platform;
using PipAi.Workers.Contracts.Documents;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.Pipeline.Tests.Workflows;

public sealed class ProcessDocumentTests(LocalTemporal temporal, LocalStorage storage)
    : IClassFixture<LocalTemporal>, IClassFixture<LocalStorage>, IAsyncLifetime
{
    private readonly string queue = $"documents-{Guid.NewGuid():N}";
    private ScriptedUnstructured unstructured = null!;
    private RunningPipeline pipeline = null!;

    public async ValueTask InitializeAsync()
    {
        unstructured = await ScriptedUnstructured.StartAsync();
        pipeline = await RunningPipeline.StartAsync(RunningPipeline.Settings(temporal, storage, unstructured.Address, queue));
    }

    public async ValueTask DisposeAsync()
    {
        await pipeline.DisposeAsync();
        await unstructured.DisposeAsync();
    }

    [Fact]
    public async Task A_stored_document_becomes_stored_elements()
    {
        await storage.PutAsync(LocalStorage.Primary, "documents/1/note.txt", "Dear all");
        var result = await ExecuteAsync("""{"key":"documents/1/note.txt","contentType":"text/plain"}""");
        Assert.Equal(
            """{"resultKey":"documents/1/note.txt.elements.json","elementCount":2,"readFrom":"us-east-1","storedIn":"us-east-1","parsedBy":"parser-1"}""",
            result);
        Assert.Equal(ScriptedUnstructured.TwoElements, await storage.ReadAsync(LocalStorage.Primary, "documents/1/note.txt.elements.json"));
        Assert.Equal([("note.txt", "text/plain", "Dear all")], unstructured.Received);
    }

    [Fact]
    public async Task A_dark_primary_region_is_worked_around()
    {
        await storage.PutAsync(LocalStorage.Second, "documents/2/note.txt", "Dear all");
        using (storage.Break(LocalStorage.Primary, new LocalCloud.Faults.FaultEffect.Dark()))
        {
            var result = JsonSerializer.Deserialize<ProcessDocumentResult>(await ExecuteAsync("""{"key":"documents/2/note.txt"}"""))!;
            Assert.Equal((LocalStorage.Second, LocalStorage.Second), (result.ReadFrom, result.StoredIn));
        }
    }

    [Theory]
    [InlineData("""{"key":""}""", DocumentFailure.InvalidInput)]
    [InlineData("""{"key":"documents/3/absent.pdf"}""", DocumentFailure.NotFound)]
    [InlineData("""{"key":"/documents/3/a.pdf"}""", DocumentFailure.InvalidInput)]
    [InlineData("""{"key":"documents/3/a.pdf.elements.json"}""", DocumentFailure.InvalidInput)]
    public async Task What_can_never_work_fails_at_once(string input, string type)
    {
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => ExecuteAsync(input));
        Assert.Equal(type, Application(failure).ErrorType);
    }

    [Theory]
    [InlineData(400, DocumentFailure.Unsupported)]
    [InlineData(413, DocumentFailure.TooLarge)]
    [InlineData(422, DocumentFailure.Corrupt)]
    public async Task A_document_that_the_parser_refuses_fails_with_its_words(int status, string type)
    {
        await storage.PutAsync(LocalStorage.Primary, "documents/4/bad.pdf", "x");
        unstructured.Then(status, """{"detail":"File is odd."}""");
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => ExecuteAsync("""{"key":"documents/4/bad.pdf"}"""));
        Assert.Equal(type, Application(failure).ErrorType);
        Assert.Contains("File is odd.", Application(failure).Message, StringComparison.Ordinal);
        Assert.Single(unstructured.Received);
    }

    [Fact]
    public async Task An_overloaded_parser_is_asked_again_later()
    {
        await storage.PutAsync(LocalStorage.Primary, "documents/5/note.txt", "x");
        unstructured.Then(503, """{"detail":"Server is under heavy load."}""", TimeSpan.FromSeconds(1));
        var result = JsonSerializer.Deserialize<ProcessDocumentResult>(await ExecuteAsync("""{"key":"documents/5/note.txt"}"""))!;
        Assert.Equal(2, result.ElementCount);
        Assert.Equal(2, unstructured.Received.Count);
    }

    [Fact]
    public async Task Running_twice_gives_the_same_object()
    {
        await storage.PutAsync(LocalStorage.Primary, "documents/6/note.txt", "x");
        var first = await ExecuteAsync("""{"key":"documents/6/note.txt"}""");
        var stored = await storage.ReadAsync(LocalStorage.Primary, "documents/6/note.txt.elements.json");
        Assert.Equal(first, await ExecuteAsync("""{"key":"documents/6/note.txt"}"""));
        Assert.Equal(stored, await storage.ReadAsync(LocalStorage.Primary, "documents/6/note.txt.elements.json"));
    }

    [Fact]
    public async Task Cancelling_the_workflow_cancels_the_work()
    {
        await storage.PutAsync(LocalStorage.Primary, "documents/7/note.txt", "x");
        unstructured.ThenWait();
        var handle = await StartAsync("""{"key":"documents/7/note.txt"}""");
        await Eventually.TrueAsync(() => Task.FromResult(unstructured.Received.Count == 1));
        await handle.CancelAsync();
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(
            () => handle.GetResultAsync<JsonElement>().WaitAsync(TimeSpan.FromSeconds(90)));
        Assert.IsType<CanceledFailureException>(failure.InnerException);
        Assert.Null(await storage.ReadAsync(LocalStorage.Primary, "documents/7/note.txt.elements.json"));
    }

    private static ApplicationFailureException Application(Exception failure)
    {
        for (var current = failure.InnerException; current is not null; current = current.InnerException)
            if (current is ApplicationFailureException application) return application;
        throw failure;
    }

    private async Task<string> ExecuteAsync(string input)
    {
        var handle = await StartAsync(input);
        return (await handle.GetResultAsync<JsonElement>().WaitAsync(TimeSpan.FromSeconds(90))).GetRawText();
    }

    private async Task<WorkflowHandle> StartAsync(string input) => await temporal.Client.StartWorkflowAsync(
        "ProcessDocument", [JsonSerializer.Deserialize<JsonElement>(input)], new($"document-{Guid.NewGuid():N}", queue));
}
