using PipAi.Pipeline.Tests.Platform;
using PipAi.Workers.Contracts.Documents;
using PipAi.Workers.Pipeline.Metrics;
using PipAi.Workers.Pipeline.Parsing;

namespace PipAi.Pipeline.Tests.Parsing;

public sealed class UnstructuredClientTests : IAsyncLifetime
{
    private ScriptedUnstructured service = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        service = await ScriptedUnstructured.StartAsync();
        http = new HttpClient { BaseAddress = service.Address };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task The_answer_is_kept_as_it_is_and_counted()
    {
        var parsed = await PartitionAsync("ä&b.txt", "text/plain; charset=utf-8");
        Assert.Equal(
            (2, "parser-1", ScriptedUnstructured.TwoElements),
            (parsed.ElementCount, parsed.Machine, System.Text.Encoding.UTF8.GetString(parsed.ElementsJson)));
        Assert.Equal(("ä&b.txt", "text/plain; charset=utf-8", "body"), service.Received.Single());
    }

    [Theory]
    [InlineData("documents/42/a.txt", "documents/42/a.txt", "a.txt")]
    [InlineData("documents/42/ä b\n.txt", "documents/42/%C3%A4%20b%0A.txt", "ä b\n.txt")]
    public async Task The_service_is_told_the_whole_key_so_that_a_document_can_be_followed(string key, string sent, string fileName)
    {
        await PartitionAsync(key, null);
        Assert.Equal(sent, service.RequestIds.Single());
        Assert.Equal(fileName, service.Received.Single().Name);
    }

    [Theory]
    [InlineData("no media type at all")]
    [InlineData(null)]
    public async Task A_media_type_that_is_none_is_left_out(string? contentType)
    {
        await PartitionAsync("a.txt", contentType);
        Assert.True(string.IsNullOrEmpty(service.Received.Single().Type));
    }

    [Theory]
    [InlineData(400, DocumentFailure.Unsupported, "'a.txt' is not supported: because")]
    [InlineData(415, DocumentFailure.Unsupported, "'a.txt' is not supported: because")]
    [InlineData(413, DocumentFailure.TooLarge, "'a.txt' is too large: because")]
    [InlineData(422, DocumentFailure.Corrupt, "'a.txt' cannot be read: because")]
    public async Task Refusals_of_the_document_are_final(int status, string type, string message)
    {
        service.Then(status, """{"detail":"because"}""");
        var refused = await Assert.ThrowsAsync<DocumentRefusedException>(() => PartitionAsync());
        Assert.Equal((type, message), (refused.FailureType, refused.Message));
        Assert.Single(service.Received);
    }

    [Theory]
    [InlineData(500, "not json")]
    [InlineData(502, "[]")]
    [InlineData(404, "")]
    [InlineData(200, "not json")]
    [InlineData(200, "{}")]
    public async Task A_broken_instance_is_tried_past(int status, string body)
    {
        service.Then(status, body);
        service.Then(status, body);
        Assert.Equal(2, (await PartitionAsync()).ElementCount);
        Assert.Equal(3, service.Received.Count);
    }

    [Fact]
    public async Task A_dropped_connection_is_tried_past()
    {
        service.Then(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        Assert.Equal(2, (await PartitionAsync()).ElementCount);
    }

    [Fact]
    public async Task An_instance_that_asks_for_a_pause_gets_it_from_the_workflow()
    {
        service.Then(503, """{"detail":"busy"}""", TimeSpan.FromSeconds(7));
        var unavailable = await Assert.ThrowsAsync<UnstructuredUnavailableException>(() => PartitionAsync());
        Assert.Equal(
            (TimeSpan.FromSeconds(7), "The parsing service (parser-1) answered 503: busy"), (unavailable.RetryAfter, unavailable.Message));
        Assert.Single(service.Received);
    }

    [Fact]
    public async Task A_refused_key_is_no_fault_of_the_document_and_is_not_repeated()
    {
        for (var i = 0; i < 3; i++) service.Then(401, """{"detail":"API key secret-key is invalid"}""");
        var refused = await Assert.ThrowsAsync<UnstructuredUnavailableException>(() => PartitionAsync());
        Assert.Equal(
            "The parsing service (parser-1) answered 401: the key in UNSTRUCTURED_API_KEY is none that it takes.", refused.Message);
    }

    [Fact]
    public async Task A_service_that_stays_broken_is_given_up_after_three_tries()
    {
        for (var i = 0; i < 3; i++) service.Then(500, """{"detail":"bug"}""");
        var unavailable = await Assert.ThrowsAsync<UnstructuredUnavailableException>(() => PartitionAsync());
        Assert.Equal("The parsing service (parser-1) answered 500: bug", unavailable.Message);
        Assert.Equal(3, service.Received.Count);
    }

    private Task<ParsedDocument> PartitionAsync(string name = "a.txt", string? contentType = "text/plain") =>
        new UnstructuredClient(http, [], new PipelineMetrics(new MetricRegistry()), TimeProvider.System).PartitionAsync(
            "body"u8.ToArray(), name, contentType, TestContext.Current.CancellationToken);
}
