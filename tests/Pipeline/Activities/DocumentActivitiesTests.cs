using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Faults;
using PipAi.Pipeline.Tests.Platform;
using PipAi.Testing;
using PipAi.Workers.Contracts.Documents;
using PipAi.Workers.Pipeline.Activities;
using PipAi.Workers.Pipeline.Metrics;
using PipAi.Workers.Pipeline.Parsing;
using PipAi.Workers.Pipeline.Storage;
using Temporalio.Activities;
using Temporalio.Exceptions;
using Temporalio.Testing;

namespace PipAi.Pipeline.Tests.Activities;

public sealed class DocumentActivitiesTests : IClassFixture<LocalStorage>, IAsyncLifetime
{
    private readonly LocalStorage storage;
    private readonly RegionalS3Clients clients;
    private readonly RunningActivities board = new(TimeProvider.System);
    private readonly FakeTimeProvider time = new();
    private readonly MetricRegistry registry = new();
    private readonly string key = $"documents/{Guid.NewGuid():N}/a.txt";
    private ScriptedUnstructured unstructured = null!;
    private HttpClient http = null!;

    public DocumentActivitiesTests(LocalStorage storage)
    {
        this.storage = storage;
        clients = new RegionalS3Clients(storage.Address, identity: null);
    }

    public async ValueTask InitializeAsync()
    {
        unstructured = await ScriptedUnstructured.StartAsync();
        http = new HttpClient { BaseAddress = unstructured.Address };
        await storage.PutAsync(LocalStorage.Primary, key, "text");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        clients.Dispose();
        await unstructured.DisposeAsync();
    }

    [Fact]
    public async Task The_result_names_every_place_that_served()
    {
        var result = await RunAsync(new ActivityEnvironment());
        Assert.Equal(
            new ProcessDocumentResult
            {
                ResultKey = $"{key}.elements.json",
                ElementCount = 2,
                ReadFrom = "us-east-1",
                StoredIn = "us-east-1",
                ParsedBy = "parser-1",
            },
            result);
        Assert.Contains("pipeline_documents_total{outcome=\"succeeded\"} 1", registry.ToPrometheusText(), StringComparison.Ordinal);
        Assert.Equal(0, board.Count);
    }

    [Fact]
    public async Task A_long_parse_beats_with_its_stage_and_a_short_one_not_at_all()
    {
        var beats = new List<object?>();
        var environment = new ActivityEnvironment { Heartbeater = details => beats.Add(details.Single()) };
        await RunAsync(environment);
        Assert.Empty(beats);

        var go = unstructured.ThenWait();
        var running = RunAsync(environment);
        await Eventually.TrueAsync(() => Task.FromResult(unstructured.Received.Count == 2));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((1, "parsing"), (board.Count, Assert.Single(beats)));
        go.SetResult();
        await running;
    }

    [Fact]
    public async Task A_missing_document_is_final_and_a_dark_storage_is_not()
    {
        var missing = await FailAsync("documents/absent.txt");
        Assert.Equal((DocumentFailure.NotFound, true), (missing.ErrorType, missing.NonRetryable));

        using (storage.Break(LocalStorage.Primary, new FaultEffect.Status(503)))
        {
            var dark = await FailAsync("documents/absent.txt");
            Assert.Equal(("StorageUnavailable", false), (dark.ErrorType, dark.NonRetryable));
        }

        Assert.Contains("pipeline_documents_total{outcome=\"refused\"} 1", registry.ToPrometheusText(), StringComparison.Ordinal);
        Assert.Contains("pipeline_documents_total{outcome=\"retried\"} 1", registry.ToPrometheusText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pause_that_the_parser_asks_for_is_passed_on()
    {
        unstructured.Then(503, """{"detail":"busy"}""", TimeSpan.FromSeconds(3));
        var busy = await FailAsync(key);
        Assert.Equal(("UnstructuredUnavailable", false, TimeSpan.FromSeconds(3)), (busy.ErrorType, busy.NonRetryable, busy.NextRetryDelay));
    }

    [Theory]
    [InlineData(1, "UnstructuredUnavailable", false)]
    [InlineData(2, DocumentFailure.TooLarge, true)]
    public async Task A_document_that_is_too_slow_for_two_instances_is_given_up(int attempt, string type, bool final)
    {
        unstructured.Then(504, """{"detail":"File takes longer than 90 s to partition."}""");
        var environment = new ActivityEnvironment { Info = ActivityEnvironment.DefaultInfo with { Attempt = attempt } };
        var slow = await Assert.ThrowsAsync<ApplicationFailureException>(() => RunAsync(environment));
        Assert.Equal((type, final), (slow.ErrorType, slow.NonRetryable));
        Assert.Equal("'a.txt' is too much for parser-1 now: File takes longer than 90 s to partition.", slow.Message);
        Assert.Single(unstructured.Received);
    }

    [Fact]
    public async Task A_stopping_worker_gives_the_document_back_at_once()
    {
        var environment = new ActivityEnvironment();
        unstructured.ThenWait();
        var running = RunAsync(environment);
        await Eventually.TrueAsync(() => Task.FromResult(unstructured.Received.Count == 1));
        await environment.WorkerShutdownTokenSource.CancelAsync();
        environment.Cancel(ActivityCancelReason.WorkerShutdown);
        var stopped = await Assert.ThrowsAsync<ApplicationFailureException>(() => running);
        Assert.Equal(("WorkerStopping", false), (stopped.ErrorType, stopped.NonRetryable));
        Assert.True(stopped.NextRetryDelay < TimeSpan.FromSeconds(1));
        Assert.Equal(0, board.Count);
    }

    [Fact]
    public async Task A_cancelled_workflow_sees_its_cancellation()
    {
        var environment = new ActivityEnvironment();
        unstructured.ThenWait();
        var running = RunAsync(environment);
        await Eventually.TrueAsync(() => Task.FromResult(unstructured.Received.Count == 1));
        environment.Cancel(ActivityCancelReason.CancelRequested);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private Task<ProcessDocumentResult> RunAsync(ActivityEnvironment environment, string? other = null)
    {
        // Slowed down: a busy machine is no region that hangs.
        var store = new DocumentClient(storage.Buckets, clients, new HurriedTime(1 / 8.0), NullLogger<DocumentClient>.Instance);
        var metrics = new PipelineMetrics(registry);
        var activities = new DocumentActivities(
            store, new UnstructuredClient(http, [], metrics, TimeProvider.System), board, metrics, time);
        return environment.RunAsync(() => activities.ExtractElementsAsync(new() { Key = other ?? key }));
    }

    private async Task<ApplicationFailureException> FailAsync(string other) =>
        await Assert.ThrowsAsync<ApplicationFailureException>(() => RunAsync(new ActivityEnvironment(), other));
}
