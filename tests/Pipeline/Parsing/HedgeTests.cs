using Microsoft.Extensions.Time.Testing;
using PipAi.Pipeline.Tests.Platform;
using PipAi.Workers.Contracts.Documents;
using PipAi.Workers.Pipeline.Documents;
using PipAi.Workers.Pipeline.Metrics;
using PipAi.Workers.Pipeline.Parsing;

namespace PipAi.Pipeline.Tests.Parsing;

/// <summary>
/// An instance that is slow is not waited for alone, and none is waited for longer than the document's size allows. The clock is a fake.
/// </summary>
public sealed class HedgeTests : IAsyncLifetime
{
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(25);
    private readonly FakeTimeProvider time = new();
    private readonly MetricRegistry registry = new();
    private ScriptedUnstructured service = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        service = await ScriptedUnstructured.StartAsync();
        http = new HttpClient { BaseAddress = service.Address };
        http.DefaultRequestHeaders.Add("fly-prefer-region", "iad");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task A_frozen_instance_costs_a_small_document_five_seconds()
    {
        service.ThenWait();
        var parsed = PartitionAsync();
        await ReceivedAsync(1);
        time.Advance(Alone - TimeSpan.FromMilliseconds(1));
        Assert.Single(service.Received);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, (await parsed).ElementCount);
        // The second call goes elsewhere, and the first is not left behind.
        Assert.Equal(["iad", "ord,lax"], service.PreferredRegions);
        await Eventually.TrueAsync(() => Task.FromResult(service.GivenUp == 1));
        Assert.Contains("pipeline_parser_hedges_total 1", registry.ToPrometheusText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_instance_may_still_be_the_first_to_answer()
    {
        var go = service.ThenWait();
        service.ThenWait();
        var parsed = PartitionAsync();
        await ReceivedAsync(1);
        time.Advance(Alone);
        await ReceivedAsync(2);
        go.SetResult();
        Assert.Equal(2, (await parsed).ElementCount);
        await Eventually.TrueAsync(() => Task.FromResult(service.GivenUp == 1));
    }

    [Fact]
    public async Task A_second_instance_that_fails_leaves_it_to_the_first()
    {
        var go = service.ThenWait();
        service.Then(503, """{"detail":"busy"}""", TimeSpan.FromSeconds(7));
        var parsed = PartitionAsync();
        await ReceivedAsync(1);
        time.Advance(Alone);
        await ReceivedAsync(2);
        go.SetResult();
        Assert.Equal(2, (await parsed).ElementCount);
    }

    [Fact]
    public async Task What_the_second_instance_says_of_the_document_is_final()
    {
        service.ThenWait();
        service.Then(422, """{"detail":"File takes more than 10 s of processor time to partition."}""");
        var parsed = PartitionAsync();
        await ReceivedAsync(1);
        time.Advance(Alone);
        var refused = await Assert.ThrowsAsync<DocumentRefusedException>(() => parsed);
        Assert.Equal(
            (DocumentFailure.Corrupt, "'a.txt' cannot be read: File takes more than 10 s of processor time to partition."),
            (refused.FailureType, refused.Message));
    }

    [Fact]
    public async Task Two_frozen_instances_are_given_up_at_the_documents_own_limit()
    {
        service.ThenWait();
        service.ThenWait();
        var parsed = PartitionAsync();
        await ReceivedAsync(1);
        time.Advance(Alone);
        await ReceivedAsync(2);
        time.Advance(Limit - Alone);
        var silent = await Assert.ThrowsAsync<UnstructuredUnavailableException>(() => parsed);
        Assert.Equal(
            (TimeSpan.FromSeconds(2), $"The parsing service at {service.Address} did not answer within 25 s."),
            (silent.RetryAfter, silent.Message));
        await Eventually.TrueAsync(() => Task.FromResult(service.GivenUp == 2));
        Assert.Equal(2, service.Received.Count);
    }

    [Theory]
    [InlineData(0, 5, 25)]
    [InlineData(1, 20, 55)]
    [InlineData(2, 35, 85)]
    [InlineData(50, 60, 120)]
    public void The_time_for_a_document_grows_with_its_size(int mebibytes, int alone, int limit) => Assert.Equal(
        (TimeSpan.FromSeconds(alone), TimeSpan.FromSeconds(limit)),
        (ActivityLimits.ParseAlone(mebibytes * 1024L * 1024), ActivityLimits.Parse(mebibytes * 1024L * 1024)));

    private Task ReceivedAsync(int count) => Eventually.TrueAsync(() => Task.FromResult(service.Received.Count == count));

    private Task<ParsedDocument> PartitionAsync() => new UnstructuredClient(http, ["ord", "lax"], new PipelineMetrics(registry), time)
        .PartitionAsync("body"u8.ToArray(), "a.txt", "text/plain", TestContext.Current.CancellationToken);
}
