using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Hosting;
using PipAi.Pipeline.Tests.Platform;

namespace PipAi.Pipeline.Tests.Hosting;

/// <summary>Over the real wire, with a clock of the test's own: Temporal answers an idle poll after a minute of it.</summary>
public sealed class DeafWorkerTests(LocalStorage storage) : IClassFixture<LocalStorage>, IAsyncLifetime
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(61);
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private LocalTemporal temporal = null!;

    public async ValueTask InitializeAsync()
    {
        temporal = new LocalTemporal { Time = time };
        await temporal.InitializeAsync();
    }

    public ValueTask DisposeAsync() => temporal.DisposeAsync();

    [Fact]
    public async Task A_worker_whose_polls_hang_is_deaf_until_they_come_back()
    {
        await using var pipeline = await RunningPipeline.StartAsync(RunningPipeline.Settings(temporal, storage, Nowhere, "hang"), time: time);
        await PassUntilAnsweredAsync(pipeline);
        await PassUntilAnsweredAsync(pipeline); // an idle worker is well however long it idles

        var fault = temporal.Faults.Add(new Fault { Service = VendorNames.Temporal, Operation = "Poll*", Effect = new FaultEffect.Hang() });
        await PassUntilAnsweredAsync(pipeline); // those that were under way
        var answered = time.GetUtcNow();
        time.Advance(TimeSpan.FromSeconds(81));
        var (status, body) = await pipeline.HealthAsync();
        Assert.Equal((503, "deaf"), (status, body["status"]!.GetValue<string>()));
        Assert.Contains("Temporal has answered no poll for activity tasks of 'hang' for 81 s", body["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("Temporal has answered no poll for workflow tasks of 'hang' for 81 s", body["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(answered, body["temporalAnsweredAt"]!.GetValue<DateTimeOffset>());

        temporal.Faults.Remove(fault.Id);
        await PassUntilAnsweredAsync(pipeline);
        Assert.Equal(200, (await pipeline.HealthAsync()).Status);
    }

    [Fact]
    public async Task A_worker_whose_buckets_do_not_exist_is_not_healthy()
    {
        var settings = RunningPipeline.Settings(temporal, storage, Nowhere, "no-bucket") with { Buckets = [new("us-east-1", "nobodys-bucket")] };
        await using var pipeline = await RunningPipeline.StartAsync(settings, untilPolling: false, time: time);
        await Eventually.TrueAsync(async () =>
            (await pipeline.HealthAsync()).Body["reason"]!.GetValue<string>() == "no bucket has answered yet: us-east-1 answered 404 NoSuchBucket");
        Assert.Equal(503, (await pipeline.HealthAsync()).Status);
    }

    /// <summary>A minute goes by, and Temporal's answers to what was open arrive in their own time.</summary>
    private async Task PassUntilAnsweredAsync(RunningPipeline pipeline)
    {
        await Eventually.TrueAsync(async () => (await PollsAsync(pipeline)).All(poll => poll!["open"]!.GetValue<int>() > 0));
        time.Advance(Period);
        await Eventually.TrueAsync(async () =>
            (await PollsAsync(pipeline)).All(poll => poll!["answeredAt"]?.GetValue<DateTimeOffset>() == time.GetUtcNow()));
        Assert.Equal(200, (await pipeline.HealthAsync()).Status);
    }

    private static async Task<System.Text.Json.Nodes.JsonArray> PollsAsync(RunningPipeline pipeline) => (await pipeline.HealthAsync()).Body["polls"]!.AsArray();
}
